import Testing

@testable import WorkflowAnalysis

/// A small workflow with something in it that a search must not trip over.
struct Life: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  var moments = [Scope.morning]
  /// The rules that can be broken.
  var broken: Set<String> = []

  var testDescription: String { name }
}

let lives = [
  Life(
    name: "creating and deleting",
    text: """
      workflow: shelves
      records:
        shelf:
          relations: {boxes: {many: box}}
          states: {status: [open, closed]}
          guards:
            empty: {check: count(boxes) == 0, otherwise: Take the boxes away first.}
          transitions:
            create: {from: new}
            close: {from: open, to: closed, guards: [empty]}
        box:
          fields: {shelf: shelf, weight: {type: integer, default: 1}}
          states: {status: [here, gone]}
          transitions:
            create: {from: new, inputs: [shelf, weight]}
            throw_away: {from: here, effects: [delete: box]}
            move: {from: here, edits: [shelf]}
      invariants:
        closed_is_empty:
          record: shelf
          when: status == "closed"
          check: count(boxes) == 0
        heavy:
          record: box
          check: weight < 4
      """, broken: ["closed_is_empty", "heavy"]),
  Life(
    name: "a chart with raised events",
    text: """
      workflow: doors
      records:
        door:
          states:
            status:
              - closed
              - open:
                  states:
                    wing: [left, right, {where_it_was: {history: shallow}}]
                    light: [dark, bright]
              - locked
          transitions:
            open: {from: closed, to: open}
            reopen: {from: closed, to: where_it_was}
            turn: {from: left, to: right, effects: [{raise: shine}]}
            shine: {only_sent: true, from: dark, to: bright}
            shut: {from: open, to: closed}
            lock: {from: closed, to: locked}
            fall_shut: {automatic: true, from: {wing: right, light: bright}, when: 'name == "heavy"', to: closed}
          fields: {name: {type: text, default: plain}}
      possible:
        bright:
          record: door
          check: light == "bright"
      """),
  Life(
    name: "entries of a list",
    text: """
      workflow: bills
      records:
        bill:
          fields: {total: {formula: sum(lines.amount)}}
          relations: {lines: {many: line, inline: true}}
          states: {status: [open, sent]}
          transitions:
            create: {from: new}
            add:
              from: open
              inputs: [{amount: integer}]
              effects: [{create: lines, with: {amount: =amount}}]
            send: {from: open, to: sent}
        line:
          fields: {amount: integer}
      invariants:
        sending_keeps_the_total: {record: bill, during: [bill.send], check: total == before.total}
        small: {record: bill, check: total < 3}
      """, broken: ["small"]),
  Life(
    name: "a second person",
    text: """
      workflow: payments
      records:
        payment:
          fields: {amount: {type: integer, default: 5}}
          states: {status: [draft, paid, back]}
          transitions:
            pay: {from: draft, to: paid, edits: [amount], approval: {roles: [head]}}
            take_back: {from: paid, to: back, roles: [clerk], effects: [{set: {amount: =0}}]}
      invariants:
        small: {record: payment, when: 'status == "paid"', check: amount < 6}
      """, broken: ["small"]),
  Life(
    name: "timers",
    text: """
      workflow: trials
      records:
        trial:
          fields: {ends_on: date?, seen: {type: boolean, default: false}}
          states: {status: [running, over]}
          transitions:
            plan: {from: running, edits: [ends_on]}
            look: {from: running, effects: [{set: {seen: true}}]}
            end: {at: ends_on, from: running, to: over}
      invariants:
        seen_before_it_ends: {record: trial, when: 'status == "over"', check: seen}
      """, moments: [Scope.morning, Scope.morning + 40 * Scope.day],
    broken: ["seen_before_it_ends"]),
  Life(
    name: "reactions and lists",
    text: """
      workflow: clubs
      records:
        club:
          relations: {members: {links: person}}
          fields: {full: {type: boolean, default: false}}
          transitions:
            join: {inputs: [{who: {type: person}}], effects: [{link: members, with: =who}]}
            leave: {inputs: [{who: {type: person}}], effects: [{unlink: members, with: =who}]}
          reactions:
            - {when: count(members) > 1, set: {full: true}}
            - {when: count(members) < 2, set: {full: false}}
        person:
          fields: {name: {type: text, default: Ada}}
          relations: {clubs: {linked_by: club.members}}
          states: {status: [well, ill]}
          transitions:
            fall_ill: {from: well, to: ill}
            recover: {from: ill, to: well}
      invariants:
        nobody_is_ill: {record: club, when: full, check: 'members.all(m, m.status == "well")'}
      """, broken: ["nobody_is_ill"]),
]
