"""Writes one file for each expression that others or our pages have, for the fuzzer to begin with.

seeds.py FOLDER PAGE [CONFORMANCE_FOLDER]
"""
import glob
import json
import os
import sys

folder, page, *conformance = sys.argv[1:]
expressions = []
for tests in conformance:
    for name in sorted(glob.glob(os.path.join(tests, "*.jsonl"))):
        with open(name, encoding="utf-8") as lines:
            expressions += [json.loads(line)["expr"] for line in lines]
if not expressions:
    print("the shared conformance tests are not there: only our own examples are used")

is_example = False
with open(page, encoding="utf-8") as lines:
    for line in lines:
        if line.startswith("```"):
            is_example = line.strip() == "```cel"
        elif is_example and "// " in line:
            expressions.append(line.split("// ")[0].strip())

os.makedirs(folder, exist_ok=True)
unique = list(dict.fromkeys(expressions))
for number, expression in enumerate(unique):
    with open(os.path.join(folder, f"{number:04}"), "wb") as seed:
        seed.write(expression.encode("utf-8", "surrogatepass"))
print(f"{len(unique)} expressions to begin with")
