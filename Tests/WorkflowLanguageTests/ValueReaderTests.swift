import CEL
import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage
import YAML

@Suite("A plain value")
struct ValueReaderTests {
  static let text = """
    workflow: values
    records:
      invoice:
        fields: {kind: {choice: [bulk, single]}}
        relations: {lines: {many: line, inline: true}}
      line:
        fields: {name: text, amount: decimal?}
    """

  let loaded: WorkflowDefinition

  init() throws {
    loaded = try definition(ValueReaderTests.text)
  }

  private func read(_ yaml: String, as type: FieldType) throws -> Result<
    StoredValue, ValueReader.Mismatch
  > {
    let file = SourceFile(name: "v.yaml", text: "value: \(yaml)\n")
    let node = try #require(Document.parse(file).document?.root?["value"])
    return ValueReader().read(node, as: type, in: loaded)
  }

  @Test(
    "is read as its type demands",
    arguments: [
      ("no", FieldType.text, StoredValue.text("no")), ("0012", .text, .text("0012")),
      ("'null'", .text, .text("null")), ("null", .date, .null), ("12", .integer, .integer(12)),
      ("-3", .integer, .integer(-3)), ("true", .boolean, .boolean(true)),
      ("14d", .duration, .duration(1_209_600_000_000)),
      ("1h30m", .duration, .duration(5_400_000_000)),
      ("2026-03-10T09:00:00Z", .timestamp, .timestamp(1_773_133_200_000_000)),
      ("bulk", .choice(0), .choice("bulk")), ("L1", .reference(1), .reference("L1")),
      ("[1, 2]", .list(.integer), .list([.integer(1), .integer(2)])),
      ("[I1]", .links(0), .list([.reference("I1")])),
      ("[{name: a}]", .entries(1), .entries([["name": .text("a")]])),
    ])
  func values(yaml: String, type: FieldType, expected: StoredValue) throws {
    #expect(try read(yaml, as: type) == .success(expected))
  }

  @Test("keeps a decimal exact", arguments: ["0.10", "'0.10'", "0.1"])
  func decimals(yaml: String) throws {
    let decimal = try #require(Decimal(text: "0.1"))
    #expect(try read(yaml, as: .decimal) == .success(.decimal(decimal)))
  }

  @Test(
    "that does not fit says why and what to write",
    arguments: [
      ("soon", FieldType.date, "'soon' is not a date", "write 2026-03-10" as String?),
      ("'12'", .integer, "'12' is not a whole number", "leave out the quotes"),
      ("yes", .boolean, "'yes' is not true or false", "write true"),
      ("1e3", .decimal, "'1e3' is not a decimal number", "write 12.50"),
      ("buIk", .choice(0), "'buIk' is not a value of 'kind of invoice'", "did you mean bulk?"),
      (
        "99999999999999999999", .integer, "'99999999999999999999' is not a whole number", "write 12"
      ),
      ("[a]", .date, "a date is expected here, not a list", nil),
      ("[{nam: a}]", .entries(1), "there is no field 'nam' in line", "did you mean name?"),
    ])
  func misfits(yaml: String, type: FieldType, message: String, label: String?) throws {
    guard case .failure(let mismatch) = try read(yaml, as: type) else {
      Issue.record("it should not fit")
      return
    }
    #expect(mismatch.message == message)
    #expect(mismatch.label == label)
    #expect(mismatch.range != nil)
    #expect(mismatch.diagnostic.code == "value-type")
  }

  @Test(
    "can be given as text",
    arguments: [
      ("null", FieldType.date, StoredValue.null), ("12", .integer, .integer(12)),
      ("12", .text, .text("12")), ("[a, b]", .list(.text), .list([.text("a"), .text("b")])),
      ("a, b", .list(.text), .list([.text("a"), .text("b")])), ("", .text, .text("")),
    ])
  func texts(text: String, type: FieldType, expected: StoredValue) {
    #expect(ValueReader().read(text: text, as: type, in: loaded) == .success(expected))
  }

  @Test("given as text that does not fit has no place")
  func textMisfit() {
    guard case .failure(let mismatch) = ValueReader().read(text: "x", as: .date, in: loaded) else {
      Issue.record("it should not fit")
      return
    }
    #expect(mismatch.range == nil)
    #expect(mismatch.message == "'x' is not a date")
  }
}
