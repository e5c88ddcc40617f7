-- The panel's word and the dialer's side by side, corrections, breaks, and a search that a million rows do not slow.

DROP INDEX entry_newest;
DROP INDEX entry_call;
DROP INDEX entry_run;
ALTER TABLE entry RENAME TO entry_before;

CREATE TABLE entry (
    -- microseconds since 1970 UTC at which the call began, or the next free number after: newest first is by position
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    tenant TEXT,
    -- '' for a call that no agent had
    agent TEXT NOT NULL,
    campaign TEXT,
    session TEXT,
    session_unique TEXT,
    number TEXT,
    queue TEXT,
    -- Times are ISO 8601 with their offset; the _us one is microseconds since 1970 UTC, to compare.
    started TEXT NOT NULL,
    started_us INTEGER NOT NULL,
    connected TEXT,
    ended TEXT,
    completed TEXT,
    -- What a row says of its call is what is shown: the dialer's word wherever it reported one, else the panel's.
    -- AO
    outcome INTEGER,
    -- RE
    reason INTEGER,
    note TEXT NOT NULL,
    -- a tag that is not set is NULL
    tag1 TEXT,
    tag2 TEXT,
    tag3 TEXT,
    tag4 TEXT,
    tag5 TEXT,
    tag6 TEXT,
    recorded INTEGER NOT NULL,
    declined INTEGER NOT NULL DEFAULT 0,
    inbound INTEGER NOT NULL DEFAULT 0,
    list_name TEXT,
    retry INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('local', 'unsent', 'sent', 'confirmed')),
    -- a template and what fills it, as JSON
    why TEXT,
    -- when the dialer processed the call that it reported, and its AO; NULL: no report yet
    reported_us INTEGER,
    reported_outcome INTEGER,
    -- the number of the running panel that has still to settle this row
    run INTEGER,
    -- tags corrected afterwards; NULL: not corrected, '': taken away
    fixed1 TEXT,
    fixed2 TEXT,
    fixed3 TEXT,
    fixed4 TEXT,
    fixed5 TEXT,
    fixed6 TEXT,
    -- what the panel has as the note once somebody corrected it, which the note then shows; NULL: not corrected
    typed_note TEXT,
    -- what the panel itself has of what the report says, as JSON; NULL where only one of them knows the call
    own TEXT,
    -- in what the two differ: values of Differs
    differs TEXT,
    -- all parameters of the last report as they came
    wire TEXT,
    -- last, since a long text spills over into pages that nothing else needs
    data TEXT
);

INSERT INTO entry (
    position, key, tenant, agent, campaign, session, session_unique, number, queue, started, started_us, connected, ended,
    outcome, reason, note, tag1, tag2, tag3, tag4, tag5, tag6, recorded, declined, state, why, reported_us,
    reported_outcome, run, own, differs, data
)
WITH numbered AS (SELECT *, row_number() OVER (ORDER BY started_us, position) AS nth FROM entry_before)
SELECT
    -- the greatest start so far, and one more for each row since: positions rise, and none stands twice
    nth + max(started_us - nth) OVER (ORDER BY nth),
    key, tenant, agent, campaign, session, session_unique, number, queue, started, started_us, connected, ended,
    coalesce(reported_outcome, outcome), reason, note, tag1, tag2, tag3, tag4, tag5, tag6, recorded, declined, state,
    why, reported_us, reported_outcome, run,
    -- a difference of anything else was not kept
    CASE WHEN outcome <> reported_outcome THEN json_array(
        campaign, number, queue, outcome, reason, tag1, tag2, tag3, tag4, tag5, tag6, declined, 0, NULL, 0
    ) END,
    CASE WHEN outcome <> reported_outcome THEN 'outcome' END,
    data
FROM numbered;

DROP TABLE entry_before;

-- an agent's rows, newest first; SQLite adds the position to each index
CREATE INDEX entry_whose ON entry (tenant, agent);
-- the row that a report belongs to: SI, else TN
CREATE INDEX entry_call ON entry (coalesce(session, number));
-- the same by YS, where there is one, and by TN for what the panel knows and reports without SI
CREATE INDEX entry_unique ON entry (session_unique) WHERE session_unique IS NOT NULL;
CREATE INDEX entry_number ON entry (number) WHERE own IS NOT NULL OR wire IS NULL;
-- the few rows that are not settled
CREATE INDEX entry_run ON entry (run) WHERE run IS NOT NULL;

-- breaks that the dialer granted; ended is NULL while one lasts
CREATE TABLE pause (
    key TEXT NOT NULL PRIMARY KEY,
    tenant TEXT,
    agent TEXT NOT NULL,
    code INTEGER,
    text TEXT,
    started TEXT NOT NULL,
    started_us INTEGER NOT NULL,
    ended TEXT,
    ended_us INTEGER,
    -- the number of the running panel that will end it
    run INTEGER
) WITHOUT ROWID;
CREATE INDEX pause_whose ON pause (tenant, agent, started_us);
CREATE INDEX pause_run ON pause (run) WHERE run IS NOT NULL;

-- what a row can be found by, made when nothing else is to do; rowid is the position
CREATE VIRTUAL TABLE found USING fts5(text, tokenize = 'trigram case_sensitive 1');
-- its parts are put together when nothing else is to do, never while somebody waits
INSERT INTO found (found, rank) VALUES ('automerge', 0), ('crisismerge', 64), ('usermerge', 8);
-- the words of found, and in how many rows each stands
CREATE VIRTUAL TABLE found_word USING fts5vocab(found, row);
-- rows whose text in found is still to be made or is out of date
CREATE TABLE unfound (position INTEGER PRIMARY KEY);
INSERT INTO unfound SELECT position FROM entry;
CREATE TRIGGER entry_made AFTER INSERT ON entry BEGIN
    INSERT OR IGNORE INTO unfound VALUES (new.position);
END;
CREATE TRIGGER entry_changed AFTER UPDATE OF
    tenant, agent, campaign, number, queue, outcome, reason, note, tag1, tag2, tag3, tag4, tag5, tag6, list_name,
    state, reported_outcome, fixed1, fixed2, fixed3, fixed4, fixed5, fixed6, wire, data
ON entry BEGIN
    INSERT OR IGNORE INTO unfound VALUES (new.position);
END;
