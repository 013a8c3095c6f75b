import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("A definition in several files")
struct PartTests {
  private static let main = """
    workflow: accounts
    uses: [guards.yaml, parts/billing.yaml]
    records:
      account:
        fields: {name: text}
        relations: {invoices: {many: invoice}}
        states: {status: [active, closed]}
        transitions: {close: {from: active, to: closed, guards: [nothing_open]}}

    """
  private static let parts = [
    "guards.yaml": """
    part_of: accounts
    parameters: {limit: 3}
    guards:
      nothing_open: {check: "!account.invoices.exists(i, i.status == \\"open\\")", otherwise: Pay first.}

    """,
    "parts/billing.yaml": """
    part_of: accounts
    records:
      invoice:
        fields: {account: account, amount: {type: decimal, default: 0}}
        states: {status: [open, paid]}
        transitions: {pay: {from: open, to: paid}}
    invariants:
      few: {record: account, check: count(invoices) <= parameters.limit}
    possible:
      is_paid: {record: invoice, check: status == "paid"}

    """,
  ]

  private func load(
    _ main: String = main, _ change: [String: String] = [:]
  ) -> (definition: WorkflowDefinition?, diagnostics: [Diagnostic]) {
    DefinitionLoader().load(
      SourceFile(name: "w.yaml", text: main),
      parts: PartSource(Self.parts.merging(change) { $1 }))
  }

  /// What is said, each with its place.
  private func said(_ main: String = main, _ change: [String: String] = [:]) -> [String] {
    load(main, change).diagnostics.map {
      "\($0.range?.place ?? ""): \($0.code): \($0.message)"
    }
  }

  @Test("is one definition, whose places name their own files")
  func whole() throws {
    let loaded = load()
    #expect(loaded.diagnostics.isEmpty, "\(said())")
    let definition = try #require(loaded.definition)
    #expect(definition.recordTypes.map(\.name) == ["account", "invoice"])
    #expect(definition.recordTypes[1].place.file == "parts/billing.yaml")
    #expect(definition.invariants.map(\.place.file) == ["parts/billing.yaml"])
    #expect(definition.possibilities.map(\.name) == ["is_paid"])
    #expect(
      definition.recordTypes[0].events[0].transitions[0].guards[0].declared.place.file
        == "guards.yaml")
    let outline = DefinitionLoader().outline(
      SourceFile(name: "w.yaml", text: Self.main), parts: PartSource(Self.parts))
    #expect(outline.workflow == "accounts")
    #expect(outline.recordTypes == ["account", "invoice"])
  }

  @Test("has a hash of all its files")
  func hash() {
    let other = (Self.parts["guards.yaml"] ?? "").replacing("limit: 3", with: "limit: 4")
    let hashes = [
      load().definition?.hash, load(Self.main, ["guards.yaml": other]).definition?.hash,
    ]
    #expect(hashes[0] != nil && hashes[1] != nil && hashes[0] != hashes[1])
    #expect(load().definition?.hash == hashes[0])
  }

  @Test("a mistake in a part is told with the part's own place and text")
  func mistake() {
    let text = (Self.parts["parts/billing.yaml"] ?? "").replacing("to: paid", with: "to: payd")
    #expect(
      said(Self.main, ["parts/billing.yaml": text]) == [
        "parts/billing.yaml:6:41: unknown-state: there is no state 'payd' in region 'status' of invoice"
      ])
    let diagnostics = load(Self.main, ["parts/billing.yaml": text]).diagnostics
    let shown = diagnostics.map(DiagnosticRenderer(color: false).render).joined()
    #expect(shown.contains("transitions: {pay: {from: open, to: payd}}"), "\(shown)")
  }

  @Test(
    "a name has one meaning over all files",
    arguments: [
      ("guards: {nothing_open: {check: account.name == \"\", otherwise: No.}}", "a guard"),
      ("parameters: {limit: 4}", "a parameter"),
      ("invariants: {few: {record: account, check: count(invoices) < 2}}", "an invariant"),
      ("possible: {is_paid: {record: account, check: name == \"\"}}", "a possibility"),
    ])
  func twice(section: String, what: String) {
    let diagnostics = load(Self.main + section + "\n").diagnostics
    #expect(diagnostics.count == 1, "\(said(Self.main + section))")
    #expect(diagnostics.first?.message.hasSuffix("has two meanings: \(what) and one more") == true)
    let files = [
      diagnostics.first?.range?.file.name, diagnostics.first?.notes.first?.range?.file.name,
    ]
    #expect(files.contains("w.yaml") && files.compactMap(\.self).contains { $0 != "w.yaml" })
  }

  @Test("a record type stands in one file")
  func recordTwice() {
    let part = "part_of: accounts\nrecords: {account: {fields: {name: text}}}\n"
    #expect(
      said(Self.main, ["guards.yaml": part]).first
        == "guards.yaml:2:11: name-taken: 'account' has two meanings: a record type and one more")
  }

  @Test(
    "a path stays in the folder of the main file",
    arguments: [
      "../other.yaml", "/etc/passwd", "parts/../../x.yaml", "./guards.yaml", "a//b.yaml", "guards",
      "http://example.com/x.yaml", "C:\\x.yaml", "parts/",
    ])
  func path(path: String) {
    let text = Self.main.replacing("guards.yaml", with: "'\(path)'")
    #expect(
      said(text).first?.hasPrefix("w.yaml:2:8: part-path: '\(path)' cannot be a part") == true,
      "\(said(text))")
  }

  @Test("a part that is not there, and one that is no part")
  func missing() {
    #expect(
      said(Self.main.replacing("guards.yaml", with: "guard.yaml")).first
        == "w.yaml:2:8: unknown-part: the part 'guard.yaml' cannot be read: there is no such file")
    #expect(
      said(Self.main, ["guards.yaml": "workflow: accounts\n"]).first
        == "guards.yaml:1:1: part-path: this is a workflow of its own, and no part")
    #expect(
      said(Self.main, ["guards.yaml": "guards: {}\n"]).first
        == "guards.yaml:1:1: missing-key: a part needs 'part_of'")
    #expect(
      said(Self.main, ["guards.yaml": "part_of: account\n"]).first
        == "guards.yaml:1:10: wrong-value: 'part_of' cannot be 'account'")
    #expect(
      said(Self.main, ["guards.yaml": "part_of: accounts\nversion: 2\n"]).first
        == "guards.yaml:2:1: unknown-key: there is no key 'version' in a part of a workflow")
  }

  @Test("parts may use parts, but not in a circle, and not without end")
  func circle() {
    let guards = Self.parts["guards.yaml"] ?? ""
    #expect(said(Self.main, ["guards.yaml": guards + "uses: [parts/billing.yaml]\n"]) == [])
    #expect(
      said(Self.main, ["guards.yaml": guards + "uses: [guards.yaml]\n"]) == [
        "guards.yaml:5:8: part-path: files use each other in a circle: w.yaml → guards.yaml → guards.yaml"
      ])
    #expect(said(Self.main, ["guards.yaml": guards + "uses: [w.yaml]\n"]).count == 1)
    var chain: [String: String] = [:]
    for number in 0..<20 {
      chain["p\(number).yaml"] = "part_of: accounts\nuses: [p\(number + 1).yaml]\n"
    }
    chain["guards.yaml"] = guards + "uses: [p0.yaml]\n"
    #expect(
      said(Self.main, chain).contains { $0.contains("parts inside each other") },
      "\(said(Self.main, chain))")
    var many: [String: String] = [:]
    for number in 0..<70 { many["m\(number).yaml"] = "part_of: accounts\n" }
    let names = many.keys.sorted().joined(separator: ", ")
    many["guards.yaml"] = guards + "uses: [\(names)]\n"
    #expect(said(Self.main, many).contains { $0.contains("64 parts of a workflow") })
  }

  @Test("a part alone says what it is")
  func alone() {
    let loaded = DefinitionLoader().load(
      SourceFile(name: "guards.yaml", text: Self.parts["guards.yaml"] ?? ""))
    #expect(loaded.definition == nil)
    #expect(loaded.diagnostics.map(\.code) == ["part-alone"])
    #expect(
      loaded.diagnostics.first?.message
        == "this is a part of workflow 'accounts' and means nothing alone")
  }

  private static let adding = """
    part_of: accounts
    adds_to:
      account:
        fields: {iban: text?, total: {formula: sum(invoices.amount)}}
        relations: {friends: {links: account}}
        states: {billing: [on, off]}
        guards: {has_iban: {check: iban != null, otherwise: There is no IBAN.}}
        reactions: [{when: 'iban == ""', set: {iban: null}}]
        transitions:
          switch_off: {from: on, to: off, guards: [has_iban], edits: [iban]}
        lists: {billed: {where: billing == "on"}}
        badges: {rich: total > 1000}

    """

  @Test("a part adds to a record type of another file")
  func adds() throws {
    let change = ["guards.yaml": (Self.parts["guards.yaml"] ?? "") + Self.adding.dropFirst(18)]
    let loaded = load(Self.main, change)
    #expect(loaded.diagnostics.isEmpty, "\(said(Self.main, change))")
    let type = try #require(loaded.definition?.recordType(named: "account"))
    #expect(type.regions.map(\.name) == ["status", "billing"])
    #expect(type.fields.filter { !$0.isInternal }.map(\.name).contains("iban"))
    #expect(type.formulas.map(\.name) == ["total"])
    #expect(type.events.map(\.name) == ["close", "switch_off"])
    #expect(type.events[1].transitions[0].place.file == "guards.yaml")
    #expect(type.reactions.count == 1 && type.lists.count == 1 && type.badges.count == 1)
  }

  @Test(
    "what is added has a meaning, and one alone",
    arguments: [
      ("adds_to: account", "wrong-shape", "account"),
      ("adds_to: [account]", "wrong-shape", "[account]"),
      ("adds_to:", "empty-key", "adds_to"),
      ("adds_to: {}", "wrong-value", "{}"),
      ("adds_to: {acount: {fields: {iban: text?}}}", "unknown-type", "acount"),
      ("adds_to: {account: {}}", "wrong-value", "{}"),
      ("adds_to: {account: {feilds: {iban: text?}}}", "unknown-key", "feilds"),
      ("adds_to: {account: {shown_as: x}}", "unknown-key", "shown_as"),
      ("adds_to: {account: {fields: {name: text?}}}", "name-taken", "name"),
      ("adds_to: {account: {states: {status: [a, b]}}}", "name-taken", "status"),
      ("adds_to: {account: {transitions: {close: {from: closed}}}}", "name-taken", "close"),
      ("adds_to: {account: {relations: {invoices: {many: invoice}}}}", "name-taken", "invoices"),
      ("add_to: {account: {fields: {iban: text?}}}", "unknown-key", "add_to"),
      (
        "records: {note: {fields: {text: text}}}\nadds_to: {note: {fields: {more: text?}}}",
        "misplaced-key", "note"
      ),
    ])
  func addedMistakes(section: String, code: String, marked: String) {
    let part = "part_of: accounts\n\(section)\n"
    let main = Self.main.replacing("guards.yaml, ", with: "guards.yaml, more.yaml, ")
    let found = load(main, ["more.yaml": part]).diagnostics
    #expect(found.map(\.code) == [code], "\(said(main, ["more.yaml": part]))")
    #expect(found.first?.range?.text == marked)
    #expect(found.first?.range?.file.name == "more.yaml")
  }

  @Test("a list and a badge stand in one file")
  func addedTwice() {
    let main = Self.main.replacing(
      "states:", with: "lists: {all: {}}\n    badges: {new: name == \"\"}\n    states:")
    let part =
      "part_of: accounts\nadds_to: {account: {lists: {all: {}}, badges: {new: name == \"x\"}}}\n"
    let changed = main.replacing("guards.yaml, ", with: "guards.yaml, more.yaml, ")
    let found = load(changed, ["more.yaml": part]).diagnostics
    #expect(
      found.map(\.message) == [
        "'all' has two meanings: a list and one more",
        "'new' has two meanings: a badge and one more",
      ], "\(said(changed, ["more.yaml": part]))")
  }
}
