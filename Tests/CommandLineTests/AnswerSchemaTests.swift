import Foundation
import JSONText
import TestSupport
import Testing
import Workflow
import WorkflowScenarios

@testable import workflow_run

extension OrNull: NullWrapper {}

/// `Workplace` holds what every other test of the command line writes against the same schema.
@Suite("The schema of answers")
struct AnswerSchemaTests {
  private static let schema = AnswerSchema.schema

  /// The type behind each answer.
  private static let types: [(name: String, type: any Decodable.Type)] = [
    ("Answer", Workflow.Answer.self), ("ShowAnswer", ShowAnswer.self),
    ("ListAnswer", ListAnswer.self), ("HistoryAnswer", HistoryAnswer.self),
    ("PendingAnswer", PendingAnswer.self), ("MessagesAnswer", MessagesAnswer.self),
    ("DeliveredAnswer", DeliveredAnswer.self), ("DueAnswer", DueAnswer.self),
    ("SimulationAnswer", SimulationAnswer.self), ("ImportAnswer", ImportAnswer.self),
    ("MigrationAnswer", MigrationAnswer.self), ("BackupAnswer", BackupAnswer.self),
    ("CheckAnswer", CheckAnswer.self), ("ExplainAnswer", ExplainAnswer.self),
    ("TestAnswer", TestAnswer.self), ("VerifyAnswer", VerifyAnswer.self),
    ("RouteFindingAnswer", RouteFindingAnswer.self), ("WhyAnswer", WhyAnswer.self),
    ("EvalAnswer", EvalAnswer.self), ("ConvertAnswer", ConvertAnswer.self),
    ("PlayAnswer", PlayAnswer.self), ("ErrorAnswer", ErrorAnswer.self),
  ]

  @Test("every answer has a type, and is among what an answer may be")
  func listed() {
    let choices = Self.schema.root["anyOf"]?.elements?.compactMap { $0["$ref"]?.text }
    #expect(choices == Self.types.map { "#/$defs/\($0.name)" })
  }

  @Test("what a type encodes is described, member for member", arguments: types.map(\.name))
  func members(name: String) throws {
    let type = try #require(Self.types.first { $0.name == name }).type
    let described = try #require(Self.schema.root["$defs"]?[name])
    for difference in Self.differences(try Self.shape(of: type), described, name) {
      Issue.record("\(difference)")
    }
  }

  @Test("a member that is not described, or not there, or of another type is noticed")
  func noticed() throws {
    struct Small: Codable {
      enum Word: String, Codable, CaseIterable { case one, two }
      var a: Int
      var b: String?
      @OrNull var c: [Word]?
    }
    let good = """
      {"type": "object", "required": ["a", "c"], "properties": {
        "a": {"type": "integer"}, "b": {"type": "string"},
        "c": {"type": ["array", "null"], "items": {"type": "string", "enum": ["one", "two"]}}}}
      """
    func differences(_ old: String, _ new: String) throws -> [String] {
      let text = good.replacing(old, with: new)
      let schema = try #require(JSON(text: text))
      return Self.differences(try Shape(of: Small.self), schema, "Small")
    }
    #expect(try differences("", "") == [])
    for (old, new) in [
      ("\"a\": {\"type\": \"integer\"},", ""), ("\"b\": {", "\"d\": {"),
      ("[\"a\", \"c\"]", "[\"a\", \"b\", \"c\"]"), ("[\"a\", \"c\"]", "[\"c\"]"),
      ("\"integer\"", "\"string\""), ("[\"array\", \"null\"]", "\"array\""),
      (", \"two\"", ""), (", \"two\"", ", \"two\", \"three\""),
    ] {
      #expect(try !differences(old, new).isEmpty, "\(old) → \(new)")
    }
  }

  private static func shape(of type: any Decodable.Type) throws -> Shape {
    func open<Value: Decodable>(_ type: Value.Type) throws -> Shape { try Shape(of: type) }
    return try open(type)
  }

  /// Where a type and a schema differ.
  private static func differences(_ shape: Shape, _ schema: JSON, _ path: String) -> [String] {
    let schema = Self.schema.resolved(schema)
    let type = schema["type"]?.text
    func expect(_ holds: Bool, _ what: String) -> [String] {
      holds ? [] : ["\(path) is \(what), and described as \(schema.compact)"]
    }
    switch shape {
    case .any, .again: return []
    case .text:
      return expect(
        type == "string" || schema["const"]?.text != nil || schema["enum"] != nil, "a text")
    case .whole: return expect(type == "integer" || schema["const"] != nil, "a whole number")
    case .flag: return expect(type == "boolean", "true or false")
    case .words(let words):
      return expect(schema["enum"]?.strings ?? [] == words, "one of \(words)")
    case .list(let element):
      guard type == "array", let items = schema["items"] else { return expect(false, "a list") }
      return differences(element, items, path + "[]")
    case .orNull(let inner):
      guard let plain = withoutNull(schema) else { return expect(false, "null at times") }
      return differences(inner, plain, path)
    case .object(let members):
      guard case .object(let described)? = schema["properties"] else {
        return expect(false, "a mapping of \(members.map(\.name))")
      }
      let required = schema["required"]?.strings ?? []
      var found: [String] = []
      for name in described.map(\.0) where !members.contains(where: { $0.name == name }) {
        found.append("\(path).\(name) is described, and the type has no such member")
      }
      for member in members {
        guard let inner = described.first(where: { $0.0 == member.name })?.1 else {
          found.append("\(path).\(member.name) is not described")
          continue
        }
        if required.contains(member.name) != member.isRequired {
          found.append("\(path).\(member.name): may it be left out?")
        }
        found += differences(member.shape, inner, "\(path).\(member.name)")
      }
      return found
    }
  }

  /// The schema without `null`; nil where it does not allow that.
  private static func withoutNull(_ schema: JSON) -> JSON? {
    if let choices = schema["anyOf"]?.elements, choices.count == 2,
      choices[1]["type"]?.text == "null"
    {
      return choices[0]
    }
    guard case .object(let members) = schema, let types = schema["type"]?.strings,
      types.count == 2, types[1] == "null"
    else { return nil }
    return .object(members.map { $0.0 == "type" ? ("type", .string(types[0])) : $0 })
  }

  @Test("every part has a title and a sentence, and every member has one")
  func sentences() {
    for (name, part) in Self.schema.definitions {
      #expect(part["title"]?.text?.isEmpty == false, "\(name)")
      #expect(part["description"]?.text?.hasSuffix(".") == true, "\(name)")
      guard case .object(let members)? = part["properties"] else {
        Issue.record("\(name) has no members")
        continue
      }
      for (member, schema) in members {
        #expect(schema["description"]?.text?.hasSuffix(".") == true, "\(name).\(member)")
      }
    }
  }

  @Test("every part is used, and every part that is named is there")
  func references() throws {
    let text = try String(contentsOfFile: AnswerSchema.path, encoding: .utf8)
    let used = Set(text.matches(of: /"#\/\$defs\/(\w+)"/).map { String($0.1) })
    #expect(used == Set(Self.schema.definitions.map(\.name)))
  }

  @Test("the page of answers is what the schema says")
  func page() throws {
    let page = AnswersPage(Self.schema).text
    if ProcessInfo.processInfo.environment["WRITE_PAGES"] != nil {
      try page.write(toFile: "docs/answers.md", atomically: true, encoding: .utf8)
    }
    let text = try String(contentsOfFile: "docs/answers.md", encoding: .utf8)
    #expect(text == page, "WRITE_PAGES=1 swift test --filter AnswerSchemaTests writes it")
  }

  // MARK: Answers as programs get them

  /// What is run one after the other in one place, and the status each ends with.
  private static let runs: [(line: String, status: Int32)] = [
    ("import records.yaml", 0), ("import bad.csv --type account", 7),
    ("import more.jsonl --dry-run", 0), ("import none.jsonl", 1),
    ("dry-run service.reactivate service:S1", 3), ("dry-run account.deactivate account:A2", 0),
    ("dry-run nothing account:A1", 64), ("dry-run edit account:A9", 64),
    ("dry-run remind account:A2", 3), ("apply deactivate account:A2", 3),
    ("apply remind account:A2 --input subject=Balance --request-id k1", 0),
    ("apply remind account:A2 --input subject=Balance --request-id k1", 0),
    ("apply remind account:A2 --input subject=Other --request-id k1", 6),
    ("apply account.create --input number=77 --input name=New", 0),
    ("apply deactivate account:A2 --yes", 0), ("apply account.delete account:A1", 3),
    ("apply account.reactivate account:A1 account:A3", 7),
    ("apply service.reactivate --all", 0),
    ("apply pay refund:R1 --workflow workflows/refunds.yaml", 8),
    ("pending --as mia:manager", 0), ("pending", 0),
    ("approve pay refund:R1 --as u17:manager", 3), ("approve pay refund:R1 --as mia:manager", 0),
    ("reject pay refund:R1 --as mia:manager", 3), ("withdraw pay refund:R1", 3),
    ("show account:A1", 0), ("show refund:R1", 0), ("show account:A9", 64),
    ("list account", 0), ("list location.active --limit 1", 0), ("list account --where 1", 64),
    ("history account:A1", 0), ("history account:A9", 64), ("messages", 0),
    ("messages --delivered A2-2026-03-10", 0), ("messages --past", 0),
    ("messages --delivered no", 64), ("due", 0), ("due --dry-run --until 2026-12-31", 0),
    ("simulate account:A1 --until 2026-12-31 --at 2026-03-10", 0),
    ("migrate workflows/customer-account.yaml", 0), ("backup copy.db", 0), ("backup copy.db", 1),
    ("check", 0), ("check bad.yaml", 65), ("explain", 0), ("explain unknown-state", 0),
    ("explain nothing", 64), ("test --coverage", 4), ("test lacking.yaml", 1),
    ("verify workflows/lamp.yaml", 0),
    ("route service:S1 status==\"active\"", 0), ("route service:S1 statu", 64),
    ("why account:A2 status==\"deactivated\"", 0), ("why account:A2 1+", 64),
    ("history account:A2 --why", 0), ("eval 1+1", 0),
    ("eval account.status --record service:S1 --explain", 0), ("eval 1+", 65),
    ("eval 1/0", 1), ("eval credit>=0&&name!=\"\" --record account:A1 --explain", 0),
    ("eval 1 --type", 0), ("convert lamp.scxml", 0), ("convert lamp.scxml --play", 4),
    ("list account --store words.db", 1),
  ]

  @Test("answers of every kind are as they are described, and Python's validator says so, too")
  func sample() throws {
    let place = try Self.place()
    var lines: [String] = []
    for (line, status) in Self.runs {
      let arguments = line.split(separator: " ").map(String.init) + ["--format", "json"]
      let answer = try place.run(arguments)
      #expect(answer.status == status, "\(line)\n\(answer.output)\(answer.remarks)")
      lines.append((JSON(text: answer.output) ?? .null).compact)
    }
    let commands = Set(lines.compactMap { JSON(text: $0)?["command"]?.text })
    let described = AnswerSchema.schema.definitions.flatMap { part in
      let command = part.schema["properties"]?["command"]
      return command?["const"]?.text.map { [$0] } ?? command?["enum"]?.strings ?? []
    }
    #expect(commands == Set(described), "an answer has no sample")

    try place.write("answers.jsonl", lines.joined(separator: "\n") + "\n")
    try place.write("validate.py", Self.validator)
    let schema = FileManager.default.currentDirectoryPath + "/" + AnswerSchema.path
    let checked = try place.shell("python3 validate.py '\(schema)' answers.jsonl")
    if checked.status == 77 {
      print("skipped: Python's jsonschema is not there; the project's own validator was asked")
      return
    }
    #expect(checked.status == 0, "\(checked.output)\(checked.remarks)")
    #expect(checked.output == "\(lines.count) answers\n")
  }

  private static let validator = """
    import json, sys
    try:
        from jsonschema import Draft202012Validator as Validator
    except ImportError:
        sys.exit(77)
    schema = json.load(open(sys.argv[1]))
    Validator.check_schema(schema)
    for part in schema["$defs"].values():
        part["additionalProperties"] = False
    validator, count = Validator(schema), 0
    for line in open(sys.argv[2]):
        count += 1
        error = next(validator.iter_errors(json.loads(line)), None)
        if error: sys.exit(f"{line[:200]}: {error.message[:400]}")
    # What is wrong is noticed.
    wrong = json.loads(line)
    wrong["added"] = 1
    assert not validator.is_valid(wrong)
    print(count, "answers")
    """

  private static func place() throws -> Workplace {
    let place = try Workplace()
    try place.write("workflows/lamp.yaml", lamp)
    try place.write("workflows/refunds.yaml", refunds)
    try place.write("workflows/lamp.scenarios.yaml", scenarios)
    try place.write("bad.csv", "id,number,name\nA7,70,Seven\nA8,,\n")
    try place.write(
      "more.jsonl", #"{"type": "account", "id": "A6", "number": "6", "name": "Six"}"# + "\n")
    try place.write("bad.yaml", "workflow: bad\nrecords:\n  a: {fields: {b: texxt}}\n")
    try place.write("words.db", "no database at all, only words")
    try place.write("lamp.scxml", chart)
    try place.write("refunds.jsonl", #"{"type": "refund", "id": "R1", "amount": "2000"}"# + "\n")
    #expect(try place.run("import", "refunds.jsonl").status == 0)
    return place
  }

  private static let lamp = """
    workflow: lamp
    version: 1
    records:
      lamp:
        fields: {hours: {type: integer, default: 0}}
        states:
          status: [off, on]
        transitions:
          create: {from: new}
          switch_on: {from: off, to: on}
          switch_off: {from: on, to: off, after: 2h}
    invariants:
      counted: {record: lamp, check: hours >= 0, otherwise: Hours are counted from 0.}
    """

  private static let refunds = """
    workflow: refunds
    records:
      refund:
        shown_as: "{amount}"
        fields: {amount: decimal, note: text?}
        states: {status: [open, paid]}
        transitions:
          pay: {label: Pay, from: open, to: paid, approval: {roles: [manager], when: amount > 1000}}
    """

  private static let scenarios = """
    workflow: lamp
    clock: '2026-03-10T09:00:00Z'
    scenarios:
      - id: on
        given:
          L1: {type: lamp}
        when:
          - {event: lamp.switch_on, record: L1}
        then: {outcome: allowed, changes: {L1.status: "off"}}
    """

  private static let chart = """
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" initial="a">
      <state id="a"><transition event="t" target="b"/></state><state id="b"/>
    </scxml>
    """
}
