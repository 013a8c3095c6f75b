import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowScenarios

/// A small workflow that has one of everything a scenario can look at.
enum Lending {
  static let text = """
    workflow: lending
    version: 1
    time_zone: Europe/Berlin
    records:
      reader:
        shown_as: "{name}"
        fields:
          number: {type: integer, unique: true}
          name: text
          fees: {type: decimal, default: 0}
          joined: {type: date, default: =today}
          phones: {list: text, optional: true}
          loan_count: {formula: count(open_loans)}
        relations:
          loans: {many: loan}
          open_loans: {many: loan, where: loan.status == "out"}
          friends: {links: reader}
        states:
          status:
            - active
            - barred: {badge: red_dot, row_color: red}
            - forgotten
        badges: {busy: loan_count > 1}
        guards:
          no_fees: {check: fees == 0, otherwise: "Pay {fees} first."}
          has_phone: {check: count(phones) > 0, otherwise: There is no phone number.}
        transitions:
          join: {from: new, inputs: [number, name, phones]}
          bar:
            label: Bar
            tabs: [Desk, Loans]
            from: active
            to: barred
            inputs:
              - recall_loans: {type: boolean, default: true, when: count(loans) > 0}
            warnings:
              - owes: {when: fees > 0, say: "{name} owes {fees}."}
            confirm: {ask: "Bar {name}?", details: "Open loans: {loan_count}.", buttons: [Bar, Cancel]}
            effects:
              - {when: recall_loans, for: loans, send: recall, skip_blocked: true}
              - {emit: barred, with: {reader: =reader, fees: =fees}, key: "{reader}-{now}"}
            reminders:
              - call: {say: "Call {name}."}
          admit:
            label: Admit
            from: barred
            to: active
            roles: [head]
            guards: [no_fees, has_phone]
          pay:
            inputs:
              - amount:
                  type: decimal
                  checks:
                    positive: {check: amount > 0, otherwise: Pay something.}
            effects:
              - {set: {fees: =fees - amount}}
          edit: {label: Edit, edits: [number, name, fees, phones]}
          leave: {not_supported: Nobody leaves. Bar the reader instead., instead: bar}
          forget:
            selection: {only: all, otherwise: Readers are forgotten together.}
            from: barred
            to: forgotten
            guards: [no_fees]
            effects:
              - {erase: reader}
          lend:
            inputs:
              - title: {type: text}
              - until: {type: date, required: false}
            from: active
            effects:
              - {create: loan, with: {reader: =reader, title: =title, due: =until}}
        lists:
          active: {where: status == "active"}

      note:
        fields:
          text: text
          fee: {type: decimal, default: 0}
          double_fee: {formula: fee * 2}

      loan:
        fields:
          reader: reader
          title: text
          due: date?
          fell_at: timestamp?
          owner_name: {formula: reader.name}
        relations:
          notes: {many: note, inline: true}
        states:
          status: [out, overdue, back]
        guards:
          reader_active: {check: reader.status == "active", otherwise: The reader is barred.}
          not_late: {check: due >= today, otherwise: It is late.}
          not_reserved: {check: title != "reserved", otherwise: It is reserved.}
        transitions:
          recall:
            from: out
            to: back
            guards: [not_reserved]
            effects:
              - {create: notes, with: {text: recalled, fee: 1.50}}
          fall_due:
            at: due + days(1)
            from: out
            to: overdue
            guards: [reader_active]
            effects:
              - {set: {fell_at: =now}}
              - {emit: overdue, with: {loan: =loan}, key: "{loan}"}
          prolong: {from: [out, overdue], to: out, edits: [title], guards: [not_late]}
          remove: {selection: one, effects: [{delete: loan}]}
        lists:
          open: {where: status != "back", order_by: title}

      digest:
        fields:
          next: date
          sent: {type: integer, default: 0}
        transitions:
          dispatch:
            at: next
            effects:
              - {set: {next: =next + days(7), sent: =sent + 1}}

    invariants:
      fees_are_not_negative: {record: reader, check: fees >= 0, otherwise: Fees are never negative.}
    """

  static func definition() throws -> WorkflowDefinition {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "lending.yaml", text: text))
    return try #require(definition, "\(ProjectFiles.render(diagnostics))")
  }

  /// A file with one scenario.
  static func source(
    given: String = "", when: String, then: String, clock: String = "2026-03-10T09:00:00Z"
  ) -> SourceFile {
    SourceFile(
      name: "lending.scenarios.yaml",
      text: """
        workflow: lending
        clock: '\(clock)'
        scenarios:
        - id: one
          title: A title
          given: {\(given)}
          when: [\(when)]
          then: {\(then)}

        """)
  }

  static func read(_ source: SourceFile) throws -> (file: ScenarioFile?, diagnostics: [Diagnostic])
  {
    let definition = try definition()
    return ScenarioFile.read(source) { $0 == "lending" ? definition : nil }
  }

  static func run(
    given: String = "", when: String, then: String, clock: String = "2026-03-10T09:00:00Z"
  ) throws -> ScenarioResult {
    let (file, diagnostics) = try read(source(given: given, when: when, then: then, clock: clock))
    let read = try #require(file, "\(ProjectFiles.render(diagnostics))")
    return ScenarioRunner(read.definition).run(read.scenarios[0])
  }

  /// Ann owes 2, has a loan and a reserved one; Ben owes nothing and is barred.
  static let people = """
    A: {type: reader, number: 1, name: Ann, fees: 2, friends: [B], joined: '2025-01-01'},
    B: {type: reader, number: 2, name: Ben, status: barred, phones: ['1']},
    L1: {type: loan, reader: A, title: Emma, due: '2026-03-09', notes: [{text: torn, fee: 0.50}]},
    L2: {type: loan, reader: A, title: reserved}
    """
}
