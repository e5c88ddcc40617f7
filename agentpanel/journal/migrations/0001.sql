-- One row a call: what the panel did, filled with what the dialer reported of it.

CREATE TABLE entry (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    tenant TEXT,
    agent TEXT NOT NULL,
    campaign TEXT,
    session TEXT,
    session_unique TEXT,
    number TEXT,
    queue TEXT,
    -- Times are ISO 8601 with their offset; the _us ones are microseconds since 1970 UTC, to sort and to compare.
    started TEXT NOT NULL,
    started_us INTEGER NOT NULL,
    connected TEXT,
    ended TEXT,
    -- AO as the agent gave it, or the dialer's where the agent gave none
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
    state TEXT NOT NULL CHECK (state IN ('local', 'unsent', 'sent', 'confirmed')),
    -- a template and what fills it, as JSON
    why TEXT,
    -- when the dialer processed the call that it reported, and its AO; NULL: no report yet
    reported_us INTEGER,
    reported_outcome INTEGER,
    -- the number of the running panel that has still to settle this row
    run INTEGER,
    -- last, since a long text spills over into pages that nothing else needs
    data TEXT
);

-- an agent's rows, newest first; SQLite adds the position to each index
CREATE INDEX entry_newest ON entry (tenant, agent, started_us);
-- the row that a report belongs to: SI, else TN
CREATE INDEX entry_call ON entry (coalesce(session, number));
-- the few rows that are not settled
CREATE INDEX entry_run ON entry (run) WHERE run IS NOT NULL;
