import Diagnostics
import Testing
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("A key with nothing after it, in a scenario file")
struct NothingSaidTests {
  struct Place: Sendable, CustomTestStringConvertible {
    let form: ScenarioForm
    let key: FormKey
    var testDescription: String { "\(key.name) of \(form.name)" }
  }

  static let places = ScenarioForm.allCases.flatMap { form in
    form.keys.map { Place(form: form, key: $0) }
  }

  @Test("is a mistake at that key, whatever the key is", arguments: places)
  func nothing(place: Place) throws {
    for nothing in place.key.mayBeNull ? [""] : ["", "null"] {
      let found = try Self.diagnostics(place.form, "\(place.key.name): \(nothing)")
      let mistake = found.first {
        $0.code == "empty-key" && $0.range?.text == place.key.name
      }
      #expect(mistake?.severity == .error, "\(ProjectFiles.render(found))")
      #expect(
        !found.contains {
          $0.code == "missing-key" && $0.message.hasSuffix("needs '\(place.key.name)'")
        },
        "said twice: \(ProjectFiles.render(found))")
    }
  }

  @Test("the answers to what waits are among them")
  func waiting() {
    let keys = Set(Self.places.map(\.key.name))
    #expect(keys.isSuperset(of: ["approve", "reject", "withdraw", "seen"]))
  }

  @Test("is one too where a list or a mapping names nothing", arguments: places)
  func empty(place: Place) throws {
    guard let things = place.key.holds else { return }
    for braces in ["[]", "{}"] {
      let found = try Self.diagnostics(place.form, "\(place.key.name): \(braces)")
      #expect(
        found.contains { $0.message == "'\(place.key.name)' names no \(things)" },
        "\(ProjectFiles.render(found))")
    }
  }

  @Test(
    "is one where names are the file's own",
    arguments: [
      "given: {R: }", "given: {R: {type: reader, name: }}",
      "given: {R: {type: reader, entered: {status: }}}",
      "given: {R: {type: reader, before: {status: }}}",
      "when: [{event: reader.edit, record: A, input: {title: }}]",
      "when: [{event: reader.edit, record: A, set: {joined: }}]",
      "when: [{event: reader.lend, record: A, names: {X: }}]",
      "when: [{event: reader.lend, record: A, names: {X: {type: loan, title: }}}]",
      "then: {changes: {A.joined: }}", "then: {keeps: {A.joined: }}",
      "then: {created: [{type: loan, title: }]}", "then: {emits: [{message: overdue, title: }]}",
    ])
  func ownNames(line: String) throws {
    let others = [
      "given": "given: {A: {type: reader, number: 1, name: Ann}}",
      "when": "when: [{event: reader.edit, record: A}]", "then": "then: {outcome: allowed}",
    ].filter { $0.key != line.prefix { $0 != ":" } }.values.sorted()
    let found = try Self.read("{\((["id: x", line] + others).joined(separator: ", "))}")
    #expect(found.contains { $0.code == "empty-key" }, "\(ProjectFiles.render(found))")
  }

  /// What is wrong with a file that has one mapping of a kind, with one key in it.
  private static func diagnostics(_ form: ScenarioForm, _ key: String) throws -> [Diagnostic] {
    func step(_ keys: String) -> String { "{id: x, when: [{\(keys)}], then: {outcome: allowed}}" }
    func then(_ keys: String) -> String {
      "{id: x, when: [{event: reader.edit, record: A}], then: {\(keys)}}"
    }
    switch form {
    case .file:
      let others = ["workflow: lending", "clock: '2026-03-10'", "scenarios: [{}]"]
      return try whole(
        (others.filter { $0.prefix { $0 != ":" } != key.prefix { $0 != ":" } } + [key])
          .joined(separator: "\n"))
    case .scenario:
      let others = ["id: x", "when: [{tick: true}]", "then: {outcome: allowed}"]
      return try read(
        "{\((others.filter { $0.prefix { $0 != ":" } != key.prefix { $0 != ":" } } + [key]).joined(separator: ", "))}"
      )
    case .examples:
      return try read(
        "{id: x, examples: {\(key)}, when: [{tick: true}], then: {outcome: allowed}}")
    case .step: return try read(step(key))
    case .actor: return try read(step("event: reader.edit, record: A, as: {\(key)}"))
    case .then: return try read(then(key))
    case .prompt: return try read(then("prompt: {\(key)}"))
    case .report: return try read(then("report: {\(key)}"))
    case .refusal: return try read(then("report: {blocked: [{\(key)}]}"))
    case .view: return try read("{id: x, when: [{view: A}], then: {view: {\(key)}}}")
    case .list: return try read("{id: x, when: [{list: reader.active}], then: {list: {\(key)}}}")
    }
  }

  private static func read(_ scenario: String) throws -> [Diagnostic] {
    try whole(
      "workflow: lending\nclock: '2026-03-10'\nscenarios:\n- "
        + scenario.replacing(
          "{id: x,",
          with:
            "{id: x, \(scenario.contains("given:") ? "" : "given: {A: {type: reader, number: 1, name: Ann}},")"
        ))
  }

  private static func whole(_ text: String) throws -> [Diagnostic] {
    try Lending.read(SourceFile(name: "x.scenarios.yaml", text: text)).1
  }
}
