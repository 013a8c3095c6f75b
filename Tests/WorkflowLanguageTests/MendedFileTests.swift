import Diagnostics
import Testing
import WorkflowLanguage

/// Files with one mistake each, and how they are put right: to the letter, and with nothing else
/// changed.
@Suite("A mistake that the program puts right")
struct MendedFileTests {
  static let right = """
    workflow: accounts
    parameters: {fee: 1.50}
    records:
      account:
        shown_as: "{name}"
        fields:
          name: text
          balance: {type: decimal, default: 27.50}
          since: date?
          opened: {type: date, default: 2026-02-01}
          kind: {choice: [small, large]}
          vip: {type: boolean, default: true}
        relations:
          visits: {many: visit}
        states:
          status:
            - active
            - closed:
                final: true
        guards:
          paid:
            when: vip
            check: balance <= 1000.50
            otherwise: The account owes {balance}.
          named:
            check: name != ""
            otherwise: '"Name" it.'
        transitions:
          create: {from: new, inputs: [name, kind]}
          close:
            from: active
            to: closed
            guards: [paid, named]
            approval: {roles: [clerk], count: 2}
            confirm:
              ask: Close the account?
              buttons: [Yes, No]
            effects:
              - {set: {since: =today}}
              - {for: visits, send: drop}
          expire:
            from: active
            to: closed
            after: 30d
        lists:
          all: {columns: [name, kind], where: status == "active"}
      visit:
        fields: {account: account, price: {type: decimal, default: 0}}
        states: {status: [open, dropped]}
        transitions:
          create: {from: new, inputs: [account]}
          drop: {from: open, to: dropped, effects: [{set: {price: =price + parameters.fee}}]}

    """

  /// What stands in the file in place of what is right.
  static let slips: [(right: String, wrong: String)] = [
    ("to: closed\n        guards", "target: closed\n        guards"),
    (
      "from: active\n        to: closed\n        guards",
      "form: active\n        to: closed\n        guards"
    ),
    ("        to: closed\n        guards", "        to: closd\n        guards"),
    ("[paid, named]", "[paid, namd]"),
    ("{roles: [clerk], count: 2}", "[clerk]\n        count: 2"),
    ("{roles: [clerk], count: 2}", "{roles: [clerk], cuont: 2}"),
    ("set: {since: =today}", "update: {since: =today}"),
    ("set: {since: =today}", "set: since = today"),
    ("send: drop}", "drop: true}"),
    ("send: drop}", "send: visit.drop}"),
    ("since: date?", "since?: date"),
    ("default: 27.50", "default: 27,50"),
    ("default: 2026-02-01", "default: 2026-2-1"),
    ("default: 2026-02-01", "default: 01.02.2026"),
    ("default: true", "default: yes"),
    ("[small, large]", "small, large"),
    ("{fee: 1.50}", "{fee: 1,50}"),
    ("after: 30d", "after: 30 days"),
    ("balance <= 1000.50", "balance <= 1.000,50"),
    ("balance <= 1000.50", "= balance <= 1000.50"),
    ("name != \"\"", "name <> \"\""),
    ("status == \"active\"", "status == \"activ\""),
    ("status == \"active\"", "status = \"active\""),
    ("status == \"active\"", "statu == \"active\""),
    ("shown_as: \"{name}\"", "shown_as: “{name}”"),
    ("owes {balance}.", "owes {{balance}}."),
    ("otherwise: '\"Name\" it.'", "otherwise: \"Name\" it."),
    ("            final: true", "          final: true"),
    ("        otherwise: The account", "      otherwise: The account"),
    ("          buttons: [Yes, No]", "        buttons: [Yes, No]"),
    ("- {set: {since", "– {set: {since"),
    ("- {for: visits", "- - {for: visits"),
    ("{columns: [name, kind]", "{columns: [name; kind]"),
    ("{from: new, inputs: [account]}", "{from: new inputs: [account]}"),
    ("check: name != \"\"", "when: name != \"\""),
    (
      "        from: active\n        to: closed\n        after",
      "        from:\u{A0}active\n        to: closed\n        after"
    ),
  ]

  private static func diagnostics(_ file: SourceFile) -> [Diagnostic] {
    DefinitionLoader().load(file).diagnostics
  }

  @Test("the file is sound")
  func sound() {
    let found = Self.diagnostics(SourceFile(name: "w.yaml", text: Self.right))
    #expect(found.isEmpty, "\(found.map(DiagnosticRenderer(color: false).render).joined())")
  }

  @Test("is told once, and the file is what was meant", arguments: slips.indices)
  func mended(number: Int) throws {
    let slip = Self.slips[number]
    try #require(Self.right.contains(slip.right), "\(slip.right)")
    let text = Self.right.replacing(slip.right, with: slip.wrong, maxReplacements: 1)
    var mending = Mending(SourceFile(name: "w.yaml", text: text)) { Self.diagnostics($0) }
    let found = Self.diagnostics(mending.file)
    let shown = found.map(DiagnosticRenderer(color: false).render).joined()
    #expect(found.count == 1, "\(slip.wrong)\n\(shown)")
    mending.run()
    let mended = String(decoding: mending.file.bytes, as: UTF8.self)
    let difference = LineDifference(from: Self.right, to: mended).unified(name: "w.yaml")
    #expect(difference.isEmpty, "\(slip.wrong)\n\(difference)\(shown)")
  }
}
