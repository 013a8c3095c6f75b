"""Writes a workflow definition of about the given size, with the bundled ones' share of conditions.

usage: generate-definition.py BYTES FILE
"""
import sys


def record(number):
    parent = max(0, number - 1)
    return f"""  record_{number}:
    shown_as: "{{name}}"
    fields:
      name: text
      parent: record_{parent}{"?" if number == 0 else ""}
      kind: {{choice: [recurring, on_request]}}
      price: {{type: decimal, default: {number % 100}}}
      end_date: date?
      deactivate_on_end_date: {{type: boolean, default: false}}
      total: {{formula: price * 2}}
    relations:
      children: {{many: record_{number + 1}}}
    states:
      status:
        - active
        - suspended: {{badge: orange}}
        - inactive
    guards:
      parent_active:
        check: parent.status == "active"
        otherwise: Reactivate {{parent.name}} before {{name}}.
      end_date_removed:
        when: kind == "recurring"
        check: end_date == null
        otherwise: Remove the end date ({{end_date}}) in the same save.
    reactions:
      - {{when: end_date == null, set: {{deactivate_on_end_date: false}}}}
    transitions:
      deactivate:
        label: DEACTIVATE
        tabs: [Account, Billing]
        from: [active, suspended]
        to: inactive
        confirm:
          ask: You are about to deactivate this record. Do you wish to continue?
          details: "{{count(children)}} records follow"
          buttons: [Deactivate, Cancel]
        effects:
          - {{when: kind == "recurring", set: {{end_date: =today, deactivate_on_end_date: true}}}}
          - {{for: children, send: deactivate}}
      reactivate:
        label: REACTIVATE
        from: inactive
        to: active
        edits: [end_date]
        guards: [parent_active, end_date_removed]
      end_date_reached:
        at: end_date + days(1)
        when: deactivate_on_end_date
        from: active
        to: inactive
    lists:
      active: {{default: true, where: status == "active"}}
"""


def last_record(number):
    return f"""  record_{number}:
    fields:
      parent: record_{number - 1}
    states:
      status: [active, inactive]
    transitions:
      deactivate: {{from: active, to: inactive}}
"""


def main():
    size = int(sys.argv[1])
    parts = ["workflow: generated\nversion: 1\ntime_zone: UTC\n\nrecords:\n"]
    written = 0
    number = 0
    while written < size:
        parts.append(record(number))
        written += len(parts[-1])
        number += 1
    parts.append(last_record(number))
    with open(sys.argv[2], "w") as file:
        file.write("".join(parts))


main()
