#!/usr/bin/env python3
"""Compares workflow-run's CEL with Google's engine (cel-cpp, as cel-expr-python on PyPI) on random expressions.

usage: python3 Fuzzing/differential.py WORKFLOW_RUN [--count N] [--seed S] [--show N]

Needs `pip install cel-expr-python`, best in a virtual environment. Every expression is evaluated by both
with type checking, and by both without. Differences are counted by their kind; the shortest of each are
shown. docs/expressions-conformance.md names those that remain; the status is 1 if there are any.
"""
import argparse
import base64
import datetime
import json
import math
import random
import re
import subprocess
import sys
import tempfile

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings, ext_encoders, ext_math, ext_optional, ext_strings

INTS = ["0", "1", "2", "3", "-1", "7", "10", "-5", "63", "64", "9223372036854775807", "-9223372036854775808",
        "9007199254740993", "0x1F", "1000000"]
UINTS = ["0u", "1u", "2u", "7u", "64u", "18446744073709551615u", "0xFFu"]
DOUBLES = ["0.0", "-0.0", "1.5", "2.5", "-3.25", "1e300", "1e-300", "9007199254740992.0", "0.1",
           "9223372036854775808.0", "double('NaN')", "double('Infinity')"]
TEXTS = ['""', '"a"', '"abc"', '"Zürich"', '"\\u00e9"', '"a b a"', '"123"', '"-7"', '"1.5"', '"true"', 'r"\\d+"',
         '"YQ=="', '"YQ="', '"="', '"😀"', '"A,B,C"', '"1h30m"', '"2024-02-29T00:00:00Z"']
BYTES = ['b""', 'b"a"', 'b"\\xff"', 'b"abc"', 'br"\\a"']
TIMES = ['timestamp("2024-02-29T23:30:00Z")', 'timestamp("0001-01-01T00:00:00Z")',
         'timestamp("9999-12-31T23:59:59.999999999Z")', "timestamp(0)", 'timestamp("1969-12-31T23:59:59.5Z")',
         'timestamp("2026-03-29T01:30:00+01:00")']
SPANS = ['duration("1h30m")', 'duration("-1.5s")', 'duration("0s")', 'duration("24h")', 'duration("1ns")']
ZONES = ['"UTC"', '"America/New_York"', '"Europe/Berlin"', '"+05:30"', '"-08:00"', '"9:30"', '"09:30"', '""',
         '"Asia/Kolkata"', '"Nowhere"']
PARTS = ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours",
         "getMinutes", "getSeconds", "getMilliseconds"]
TYPES = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration", "list", "map"]


class Maker:
    """Makes expressions that are mostly well typed."""

    def __init__(self, random):
        self.random = random
        self.locals = []

    def pick(self, *choices):
        return self.random.choice(choices)

    def any(self, depth):
        return self.of(self.pick(*TYPES), depth)

    def of(self, kind, depth):
        if self.random.random() < 0.02:
            kind = self.pick(*TYPES)
        fitting = [name for name, own in self.locals if own == kind]
        if fitting and self.random.random() < 0.3:
            return self.pick(*fitting)
        text = getattr(self, kind)(depth - 1)
        if depth > 0 and self.random.random() < 0.06:
            text = f"dyn({text})"
        if depth > 0 and self.random.random() < 0.04:
            text = f"({self.bool(depth - 1)} ? {text} : {self.of(kind, depth - 1)})"
        return text

    def loop(self, kind, body_kind, depth):
        name = f"v{len(self.locals)}"
        source = f"[{', '.join(self.of(kind, 0) for _ in range(self.random.randint(0, 3)))}]"
        self.locals.append((name, kind))
        body = self.of(body_kind, depth)
        self.locals.pop()
        return source, name, body

    def int(self, depth):
        if depth <= 0:
            return self.pick(*INTS)
        d = depth
        return self.pick(
            lambda: f"({self.of('int', d)} {self.pick('+', '-', '*', '/', '%')} {self.of('int', d)})",
            lambda: f"-({self.of('int', d)})",
            lambda: f"int({self.of(self.pick('uint', 'double', 'string', 'timestamp'), d)})",
            lambda: f"size({self.of(self.pick('string', 'bytes', 'list', 'map'), d)})",
            lambda: f"{self.of('timestamp', d)}.{self.pick(*PARTS)}({self.pick('', self.pick(*ZONES))})",
            lambda: f"{self.of('duration', d)}.{self.pick(*PARTS[6:])}()",
            lambda: f"{self.of('string', d)}.{self.pick('indexOf', 'lastIndexOf')}({self.of('string', d)})",
            lambda: f"math.{self.pick('abs', 'sign', 'bitNot')}({self.of('int', d)})",
            lambda: f"math.{self.pick('bitAnd', 'bitOr', 'bitXor', 'bitShiftLeft', 'bitShiftRight', 'greatest', 'least')}({self.of('int', d)}, {self.of('int', d)})",
            lambda: f"[{self.of('int', d)}, {self.of('int', d)}][{self.pick('0', '1', '2')}]",
            lambda: "{'a': " + self.of("int", d) + "}" + self.pick(".a", "['a']", ".b"),
            lambda: f"optional.of({self.of('int', d)}).{self.pick('value()', 'orValue(3)')}",
            lambda: f"cel.bind(b, {self.of('int', d)}, b + b)",
        )()

    def uint(self, depth):
        if depth <= 0:
            return self.pick(*UINTS)
        return self.pick(
            lambda: f"({self.of('uint', depth)} {self.pick('+', '-', '*', '/', '%')} {self.of('uint', depth)})",
            lambda: f"uint({self.of(self.pick('int', 'double', 'string'), depth)})",
        )()

    def double(self, depth):
        if depth <= 0:
            return self.pick(*DOUBLES)
        return self.pick(
            lambda: f"({self.of('double', depth)} {self.pick('+', '-', '*', '/')} {self.of('double', depth)})",
            lambda: f"-({self.of('double', depth)})",
            lambda: f"double({self.of(self.pick('int', 'uint', 'string'), depth)})",
            lambda: f"math.{self.pick('ceil', 'floor', 'round', 'trunc', 'abs', 'sign', 'sqrt')}({self.of('double', depth)})",
        )()

    def bool(self, depth):
        if depth <= 0:
            return self.pick("true", "false")
        kind = self.pick(*TYPES)
        ordered = self.pick("int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration")
        d = depth
        return self.pick(
            lambda: f"({self.of(kind, d)} {self.pick('==', '!=')} {self.of(kind, d)})",
            lambda: f"({self.of(ordered, d)} {self.pick('<', '<=', '>', '>=')} {self.of(ordered, d)})",
            lambda: f"(dyn({self.of(self.pick('int', 'uint', 'double'), d)}) {self.pick('==', '<', '>=')} dyn({self.of(self.pick('int', 'uint', 'double'), d)}))",
            lambda: f"({self.of('bool', d)} {self.pick('&&', '||')} {self.of('bool', d)})",
            lambda: f"!{self.of('bool', d)}",
            lambda: f"({self.of(kind, d)} in [{self.of(kind, d)}, {self.of(kind, d)}])",
            lambda: f"(dyn({self.of('int', d)}) in [dyn({self.of('double', d)}), dyn({self.of('uint', d)})])",
            lambda: f"({self.of('string', d)} in {self.of('map', d)})",
            lambda: f"{self.of('string', d)}.{self.pick('contains', 'startsWith', 'endsWith')}({self.of('string', d)})",
            lambda: f"{self.of('string', d)}.matches({self.pick(*TEXTS[1:11])})",
            lambda: f"(type({self.any(d)}) == {self.pick('int', 'uint', 'double', 'string', 'list', 'map', 'bool')})",
            lambda: f"bool({self.of('string', d)})",
            lambda: "{}.{}({}, {})".format(
                (x := self.loop("int", "bool", d))[0], self.pick("all", "exists", "exists_one"), x[1], x[2]),
            lambda: f"has({self.of('map', 0)}.{self.pick('a', 'zz')})",
            lambda: f"math.{self.pick('isNaN', 'isInf', 'isFinite')}({self.of('double', d)})",
        )()

    def string(self, depth):
        if depth <= 0:
            return self.pick(*TEXTS)
        d = depth
        return self.pick(
            lambda: f"({self.of('string', d)} + {self.of('string', d)})",
            lambda: f"string({self.of(self.pick('int', 'uint', 'bool', 'bytes', 'timestamp', 'duration', 'string'), d)})",
            lambda: f"{self.of('string', d)}.{self.pick('lowerAscii', 'upperAscii', 'trim', 'reverse')}()",
            lambda: f"{self.of('string', d)}.substring({self.pick('0', '1', '2')}{self.pick('', ', 2', ', 3')})",
            lambda: f"{self.of('string', d)}.charAt({self.pick('0', '1', '5')})",
            lambda: f"{self.of('string', d)}.replace({self.of('string', 0)}, {self.of('string', 0)}{self.pick('', ', 1')})",
            lambda: f"{self.of('string', d)}.split({self.of('string', 0)}{self.pick('', ', 2')}).join({self.of('string', 0)})",
            lambda: f"base64.encode({self.of('bytes', d)})",
        )()

    def bytes(self, depth):
        if depth <= 0:
            return self.pick(*BYTES)
        return self.pick(
            lambda: f"({self.of('bytes', depth)} + {self.of('bytes', depth)})",
            lambda: f"bytes({self.of('string', depth)})",
            lambda: f"base64.decode({self.of('string', depth)})",
        )()

    def timestamp(self, depth):
        if depth <= 0:
            return self.pick(*TIMES)
        return self.pick(
            lambda: f"({self.of('timestamp', depth)} {self.pick('+', '-')} {self.of('duration', depth)})",
            lambda: f"timestamp({self.of(self.pick('string', 'int'), depth)})",
        )()

    def duration(self, depth):
        if depth <= 0:
            return self.pick(*SPANS)
        return self.pick(
            lambda: f"({self.of('duration', depth)} {self.pick('+', '-')} {self.of('duration', depth)})",
            lambda: f"({self.of('timestamp', depth)} - {self.of('timestamp', depth)})",
            lambda: f"duration({self.of('string', depth)})",
            lambda: f"-{self.of('duration', depth)}",
        )()

    def list(self, depth):
        kind = self.pick("int", "uint", "double", "string", "bool")
        if depth <= 0:
            return f"[{', '.join(self.of(kind, 0) for _ in range(self.random.randint(0, 3)))}]"
        return self.pick(
            lambda: f"({self.of('list', depth)} + {self.of('list', depth)})",
            lambda: "{}.map({}, {})".format(*self.loop(kind, self.pick(*TYPES[:6]), depth)),
            lambda: "{}.filter({}, {})".format(*self.loop(kind, "bool", depth)),
            lambda: f"[{self.any(depth)}, {self.any(depth)}]",
        )()

    def map(self, depth):
        key = self.pick("int", "uint", "bool", "string")
        count = self.random.randint(0, 3) if depth <= 0 else self.random.randint(0, 9)
        # Keys of one type: Python's maps take 1 and True for the same.
        keys = [getattr(self, key)(0) for _ in range(count)]
        entries = [f"{key}: {self.any(min(depth, 1) - 1)}" for key in keys]
        return "{" + ", ".join(entries) + "}"


def plain(value):
    """A value of the other engine in a form that compares as text."""
    kind, value = value.type().name(), value.value()
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"bool {str(value).lower()}"
    if isinstance(value, int):
        return f"{'uint' if kind == 'UINT' else 'int'} {value}"
    if isinstance(value, float):
        return f"double {number(value)}"
    if isinstance(value, str):
        return "string " + json.dumps(value)
    if isinstance(value, (bytes, bytearray)):
        return "bytes " + base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime.datetime):
        start = datetime.datetime(1970, 1, 1, tzinfo=value.tzinfo)
        return "timestamp " + microseconds(value - start)
    if isinstance(value, datetime.timedelta):
        return "duration " + microseconds(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(plain(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(f"{key(k)}: {plain(v)}" for k, v in value.items())) + "}"
    raise ValueError(kind)


def key(value):
    """A key, without whether it is signed: Python's own maps do not know."""
    if isinstance(value, bool):
        return f"bool {str(value).lower()}"
    return f"number {value}" if isinstance(value, int) else "string " + json.dumps(value)


def microseconds(span):
    return str((span.days * 86400 + span.seconds) * 10**6 + span.microseconds)


def number(value):
    return "nan" if math.isnan(value) else repr(float(value))


def ours(answer):
    """A value as `eval --json-lines` writes it, in the same form."""
    ((kind, value),) = answer.items()
    match kind:
        case "null":
            return "null"
        case "bool":
            return f"bool {str(value).lower()}"
        case "int64" | "uint64":
            return f"{kind[:-2]} {value}"
        case "double":
            return f"double {number(float(value))}"
        case "string":
            return "string " + json.dumps(value)
        case "list":
            return "[" + ", ".join(ours(item) for item in value) + "]"
        case "map":
            pairs = ((re.sub("^u?int ", "number ", ours(k)), ours(v)) for k, v in value)
            return "{" + ", ".join(sorted(f"{k}: {v}" for k, v in pairs)) + "}"
        case "timestamp" | "duration":
            # The other engine's values pass through Python's times, which end at microseconds.
            nanos = int(value["seconds"]) * 10**9 + int(value["nanos"])
            return f"{kind} {nanos // 1000 if kind == 'timestamp' else nanos // 1000 if nanos >= 0 else -(-nanos // 1000)}"
        case _:
            return f"{kind} {value}"


def theirs(environment, text, unchecked):
    try:
        program = environment.compile(text, disable_check=unchecked)
    except Exception:
        return "refused"
    try:
        value = program.eval(data={})
    except Exception:
        return "fails"
    if value.type().name() == "ERROR":
        return "fails"
    try:
        return plain(value)
    except Exception:
        # A day that Python's own library cannot hold.
        return "beyond python"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--count", type=int, default=200_000)
    arguments.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    arguments.add_argument("--show", type=int, default=40)
    arguments = arguments.parse_args()
    print(f"SEED={arguments.seed}")
    maker = Maker(random.Random(arguments.seed))
    environment = cel.NewEnv(extensions=[
        ext_bindings.ExtBindings(), ext_encoders.ExtEncoders(), ext_math.ExtMath(),
        ext_optional.ExtOptional(), ext_strings.ExtStrings()])
    texts = [maker.any(maker.random.randint(1, 4)) for _ in range(arguments.count)]
    kinds = {}
    agreed = 0
    values = 0
    for unchecked in (False, True):
        for start in range(0, len(texts), 10_000):
            part = texts[start:start + 10_000]
            with tempfile.TemporaryFile() as rows:
                for place, text in enumerate(part):
                    rows.write(json.dumps({"uid": str(place), "expr": text, "disable_check": unchecked}).encode() + b"\n")
                rows.seek(0)
                answers = subprocess.run(
                    [arguments.program, "eval", "--json-lines"], stdin=rows, stdout=subprocess.PIPE, check=True
                ).stdout.splitlines()
            for text, line in zip(part, answers, strict=True):
                answer = json.loads(line)
                if "error" in answer:
                    own = "fails" if answer["error"]["stage"] == "eval" else "refused"
                else:
                    own = ours(answer["value"])
                other = theirs(environment, text, unchecked)
                # Without checking, it does not matter when a mistake is found.
                failures = ("fails", "refused") if unchecked else ()
                if own == other or other == "beyond python" or {own, other} <= set(failures):
                    agreed += 1
                    values += own not in ("fails", "refused")
                    continue
                kind = ("unchecked" if unchecked else "checked", re.split("[ a-z]", own)[0] or own.split()[0],
                        re.split("[ a-z]", other)[0] or other.split()[0])
                kinds.setdefault(kind, []).append((text, own, other))
    print(f"{agreed} of {2 * len(texts)} agree, {values} of them on a value")
    for kind, found in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"\n{len(found)} {kind[0]}: we say {kind[1]}, they say {kind[2]}")
        for text, own, other in sorted(found, key=lambda item: len(item[0]))[: arguments.show]:
            print(f"  {text}\n    {own[:90]} | {other[:90]}")
    return 1 if kinds else 0


sys.exit(main())
