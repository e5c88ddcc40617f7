"""Which messages a piece of the code makes and reads, and which of their fields: found in its syntax, not run.

A message is made where its class is called, or handed with keywords to something that makes it. A field is read from
a name that is annotated with the class, narrowed to it by isinstance or a pattern, or handed on from such a name. Where
a module takes the readers of a class (``OutcomeData.META.readers``), it reads the parameters whose codes stand in it.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from tools.syntax import Function, Module, last_name, words_in

#: A place in the code: an expression, and the function whose names it uses.
_Place = tuple[ast.AST, Function]


class Code:
    """Some files, and what they do with messages; ``fields`` are those of each class."""

    def __init__(self, sources: Iterable[str], fields: Mapping[str, Collection[str]]) -> None:
        self._fields = fields
        #: Messages that are made, with the fields that they are given; and the fields that are read.
        self.made: dict[str, set[str]] = {}
        self.read: defaultdict[str, set[str]] = defaultdict(set)
        #: Classes of messages that are named at all, every name and attribute, codes that a frame is asked for.
        self.named: set[str] = set()
        self.names: set[str] = set()
        self.codes: set[str] = set()
        #: Messages that are read by codes and not by fields, with these codes.
        self.raw: defaultdict[str, set[str]] = defaultdict(set)
        self._modules = [Module(ast.parse(source), fields) for source in sources]
        self._functions = [function for module in self._modules for function in module.functions]
        self._by_name: defaultdict[str, list[Function]] = defaultdict(list)
        self._calls: defaultdict[str, list[tuple[ast.Call, Function]]] = defaultdict(list)
        for function in self._functions:
            self._enter_function(function)
        while self._hand_on():
            pass
        for function in self._functions:
            self._look_at(function)
        for module in self._modules:
            self._look_for_readers(module)

    # -- who is who ---------------------------------------------------------------------------------------

    def _enter_function(self, function: Function) -> None:
        self._by_name[function.name].append(function)
        for argument in function.arguments:
            function.objects[argument.arg] |= function.module.classes(argument.annotation)
            if (untold := last_name(argument.annotation or argument)) in ("Any", "Message"):
                function.untold[argument.arg] = untold
        for node in function.nodes:
            if isinstance(node, ast.Call):
                self._calls[last_name(node.func)].append((node, function))
            self.names.add(last_name(node))
            if isinstance(node, ast.Name):
                self.named |= function.module.classes(node)
            _narrow(function, node)

    def _classes(self, function: Function, node: ast.AST | None) -> set[str]:
        """The classes of messages that an expression may be."""
        match node:
            case ast.IfExp(body=one, orelse=other):
                return self._classes(function, one) | self._classes(function, other)
            case ast.Call(func=ast.Name(id="cast"), args=[_, value]):
                return self._classes(function, value)
            case ast.Name(id=name):
                return function.module.names.get(name, set()) | function.classes.get(name, set())
        return set()

    def _hand_on(self) -> bool:
        """One round of following names into the functions that they are given to; whether it found anything new."""
        grown = False
        for name, calls in self._calls.items():
            for callee in self._by_name.get(name, ()) if name else ():
                for call, caller in calls:
                    grown |= self._hand_over(call, caller, callee)
        for function in self._functions:
            for node in function.nodes:
                if isinstance(node, ast.Dict):
                    grown |= self._dispatch(function, node)
            for name in function.puts:
                for value in function.assigned(name):
                    grown |= _grow(function.classes[name], self._classes(function, value))
        return grown

    def _hand_over(self, call: ast.Call, caller: Function, callee: Function) -> bool:
        grown = False
        for name, value in _given(call, callee):
            grown |= _grow(callee.classes[name], self._classes(caller, value))
            if isinstance(value, ast.Name) and name in callee.untold:
                grown |= _grow(callee.objects[name], caller.objects.get(value.id, set()))
        return grown

    def _dispatch(self, function: Function, table: ast.Dict) -> bool:
        """A table from classes to what handles them."""
        grown = False
        for key, value in zip(table.keys, table.values, strict=True):
            kinds = self._classes(function, key)
            for callee in self._by_name.get(last_name(value), ()) if kinds and last_name(value) else ():
                for name in callee.untold:
                    grown |= _grow(callee.objects[name], kinds)
        return grown

    # -- what is made and read -----------------------------------------------------------------------------

    def _look_at(self, function: Function) -> None:
        for node in function.nodes:
            match node:
                case ast.Call(func=ast.Name(id="getattr"), args=[target, wanted, *_]):
                    self._ask(function, target, wanted)
                case ast.Call(func=ast.Attribute(attr="get", value=ast.Call(func=ast.Attribute(attr="values")))):
                    self.codes |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
                case ast.Call():
                    self._make(function, node)
                case ast.Attribute(value=target, attr=attribute):
                    self._take(function.objects.get(last_name(target), ()), {attribute})
                case ast.MatchClass(cls=kind, kwd_attrs=names):
                    self._take(function.module.classes(kind), names)

    def _look_for_readers(self, module: Module) -> None:
        nodes = [*ast.walk(module.functions[0].node)]
        codes = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
        for node in nodes:
            match node:
                case ast.Attribute(value=ast.Attribute(value=kind, attr="META"), attr="readers"):
                    for name in module.classes(kind):
                        self.raw[name] |= codes

    def _ask(self, function: Function, target: ast.AST, wanted: ast.AST) -> None:
        """By getattr: of a name, of one that may be any message, or of the message of a request or a reading."""
        name = target.id if isinstance(target, ast.Name) else ""
        any_message = function.untold.get(name) == "Message" or last_name(target) == "message" != name
        for kind in self._fields if any_message else function.objects.get(name, ()):
            self.read[kind] |= words_in(wanted, self._fields[kind])

    def _take(self, kinds: Iterable[str], names: Iterable[str]) -> None:
        for kind in kinds:
            self.read[kind] |= {*names} & {*self._fields[kind]}

    def _make(self, function: Function, call: ast.Call) -> None:
        kinds = self._classes(function, call.func)
        for argument in call.args if call.keywords else ():
            kinds = kinds | self._classes(function, argument)
        for kind in kinds:
            made = self.made.setdefault(kind, set())
            for keyword in call.keywords:
                if keyword.arg is None:
                    made |= self._keys((keyword.value, function), kind, {})
                else:
                    made |= {keyword.arg} & {*self._fields[kind]}

    def _keys(self, place: _Place, kind: str, seen: dict[int, ast.AST]) -> set[str]:
        """The fields of this class that the dictionary in ``**place`` may have; ``seen`` are places asked before."""
        node, _ = place
        if id(node) in seen:
            return set()
        seen[id(node)] = node
        found: set[str] = set()
        if isinstance(node, ast.Constant | ast.JoinedStr):
            found |= words_in(node, self._fields[kind])
        for source in self._sources(place, kind):
            found |= self._keys(source, kind, seen)
        return found

    def _sources(self, place: _Place, kind: str) -> Iterator[_Place]:
        """What a dictionary is put together of, and where it comes from on its way into a message of this kind."""
        node, function = place
        match node:
            case ast.Name(id=name):
                yield from ((value, function) for value in function.assigned(name))
                yield from self._from_modules(function, name)
                yield from self._from_callers(function, name, kind)
            case ast.Call(func=called, keywords=keywords) if last_name(called) == "dict":
                yield from ((ast.Constant(k.arg) if k.arg else k.value, function) for k in keywords)
            case ast.Call(func=ast.Attribute(value=held, attr="get" | "items" | "pop" | "values")):
                yield from self._contents(held, function)
            case ast.Call(func=called):
                callees = self._by_name.get(last_name(called), ()) if last_name(called) else ()
                yield from ((value, callee) for callee in callees for value in callee.returned())
            case ast.Attribute(attr=name):
                callees = [callee for callee in self._by_name.get(name, ()) if callee.is_property]
                yield from ((value, callee) for callee in callees for value in callee.returned())
            case ast.Subscript(value=held):
                yield from self._contents(held, function)
            case ast.DictComp(key=key, generators=loops):
                yield key, function
                yield from (place for loop in loops for place in self._contents(loop.iter, function))
            case _:
                yield from ((part, function) for part in _parts(node))

    def _contents(self, node: ast.AST, function: Function) -> Iterator[_Place]:
        """All that may come out of a table or a list, given as such or by its name."""
        for each in ast.walk(node):
            yield each, function
            if isinstance(each, ast.Name):
                named = [*((value, function) for value in function.assigned(each.id))]
                for value, where in [*named, *self._from_modules(function, each.id)]:
                    yield from ((part, where) for part in ast.walk(value))

    def _from_modules(self, function: Function, name: str) -> Iterator[_Place]:
        """What stands outside of functions: in its own module, and in the one that the name is imported from."""
        for module in self._modules:
            if module is function.module or name in function.module.imported:
                top = module.functions[0]
                yield from ((value, top) for value in top.assigned(name) if top is not function)

    def _from_callers(self, function: Function, name: str, kind: str) -> Iterator[_Place]:
        for call, caller in self._calls[function.name] if function.name else ():
            handed = {each for argument in call.args for each in self._classes(caller, argument)}
            if not handed or kind in handed:
                yield from ((value, caller) for value in _values(call, function, name))


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """What the keys of a dictionary are put together of."""
    match node:
        case ast.Dict(keys=keys, values=values):
            yield from (key or value for key, value in zip(keys, values, strict=True))
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            yield from (one, other)
        case ast.BoolOp(values=values) | ast.Tuple(elts=values):
            yield from values


def _narrow(function: Function, node: ast.AST) -> None:
    """What a condition or a pattern says of a name."""
    match node:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kind]):
            function.objects[name] |= function.module.classes(kind)
        case ast.Match(subject=ast.Name(id=name), cases=cases):
            for case in cases:
                function.objects[name] |= function.module.classes(case.pattern)


def _given(call: ast.Call, callee: Function) -> Iterator[tuple[str, ast.AST]]:
    """The callee's parameters and what this call gives for them."""
    names = [argument.arg for argument in callee.arguments]
    yield from zip(names, call.args, strict=False)
    yield from ((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg in names and keyword.arg)


def _values(call: ast.Call, callee: Function, name: str) -> Iterator[ast.AST]:
    """What this call gives for one parameter, or for the one that takes all other keywords."""
    yield from (value for parameter, value in _given(call, callee) if parameter == name)
    if name == callee.rest:
        taken = {argument.arg for argument in callee.arguments}
        yield from (ast.Constant(keyword.arg) for keyword in call.keywords if keyword.arg and keyword.arg not in taken)
        yield from (keyword.value for keyword in call.keywords if keyword.arg is None)


def _grow(known: set[str], more: set[str]) -> bool:
    before = len(known)
    known |= more
    return len(known) > before


def names_in(texts: Iterable[str]) -> set[str]:
    """Every name and attribute in some files."""
    return {last_name(node) for text in texts for node in ast.walk(ast.parse(text))}


def sources(*folders: Path) -> Iterator[str]:
    """The text of every file in some folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            yield path.read_text(encoding="utf-8")
