import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("A file")
struct FileTests {
  @Test(
    "that is no workflow says so",
    arguments: [
      ("", "empty-file", "the file holds no workflow"),
      ("# only a remark\n", "empty-file", "the file holds no workflow"),
      (
        "- account\n", "wrong-shape",
        "a mapping with the keys of a workflow is expected here, not a list"
      ),
      ("records:\n  account: {}\n", "missing-key", "the file needs 'workflow'"),
      ("workflow: accounts\n", "missing-key", "the file needs 'records'"),
      ("workflow: accounts\nrecords: {}\n", "wrong-value", "'records' names no record types"),
      (
        "workflow: accounts\nrecords: [account]\n", "wrong-shape",
        "a mapping for 'records' is expected here, not a list"
      ),
      (
        "workflow: accounts\nversion: [1]\nrecords:\n  account: {}\n", "wrong-shape",
        "a text for 'version' is expected here, not a list"
      ),
      (
        "workflow: accounts\nversion: first one\nrecords:\n  account: {}\n", "wrong-value",
        "a version is a number or a short name, not 'first one'"
      ),
      (
        "workflow: my accounts\nrecords:\n  account: {}\n", "invalid-name",
        "'my accounts' cannot be the name of a workflow"
      ),
      (
        "workflow: accounts\nrecords:\n  account:\n", "wrong-shape",
        "a mapping with the keys of a record type is expected here, not nothing"
      ),
    ])
  func noWorkflow(text: String, code: String, message: String) {
    let (definition, diagnostics) = load(text)
    #expect(definition == nil)
    #expect(diagnostics.map(\.code) == [code])
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.allSatisfy { $0.range != nil })
  }

  @Test("with ten different mistakes tells all of them at once, in the order of its lines")
  func tenMistakes() {
    let text = """
      workflow: accounts
      guards:
        open: {check: status == "active", otherwise: It is closed.}
      records:
        account:
          fields: {name: txt, closedOn: date?, limit: decimal}
          states: {status: [active, closed]}
          transitions:
            close: {from: activ, to: closed, guards: [open, paid]}
            reopen: {form: closed, to: active}
            raise: {effects: [{set: {limit: limit}}, {set: {limit: =limit + "1"}}]}
            forget: {effects: [{send: clsoe}, {emit: gone, with: {name: =nmae}}]}
      """
    #expect(
      diagnostics(text).map(\.code) == [
        "bare-name", "unknown-type", "invalid-name", "unknown-state", "unknown-guard",
        "unknown-key", "plain-name", "type-mismatch", "unknown-event", "unknown-name",
      ])
  }

  @Test("with mistakes of YAML's form tells them and what else is wrong")
  func yamlMistakes() {
    let codes = diagnostics(
      """
      workflow: accounts
      records:
        account:
          fields: {name: text, name: txt}
          states: {status: [active]}
          transitions:
            close: {from: activ}
      """
    ).map(\.code)
    #expect(codes.contains("duplicate-key"))
    #expect(codes.contains("unknown-state"))
  }

  @Test("tells its workflow and record types without a check")
  func outline() {
    let file = SourceFile(
      name: "w.yaml", text: "workflow: accounts\nrecords:\n  account: {fields: 1}\n  service:\n")
    let outline = DefinitionLoader().outline(file)
    #expect(outline.workflow == "accounts")
    #expect(outline.recordTypes == ["account", "service"])
  }

  @Test("has the digest of its bytes as its hash")
  func digest() throws {
    let loaded = try definition("workflow: a\nrecords: {b: {}}\n")
    #expect(loaded.hash == "9e5ea78e8213a2931027b25667974c492a7f1472d112813a1efb1d6367497ff0")
  }

  @Test("that is cut off anywhere gives diagnostics and no crash")
  func cutOff() {
    let bytes = Array(DefinitionTests.text.utf8)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      let file = SourceFile(name: "w.yaml", bytes: Array(bytes[..<end]))
      let (definition, diagnostics) = DefinitionLoader().load(file)
      #expect((definition == nil) == diagnostics.hasErrors)
    }
  }

  @Test("with words changed at random gives diagnostics and no crash")
  func changed() {
    let lines = DefinitionTests.text.split(separator: "\n", omittingEmptySubsequences: false)
    let words = [
      "null", "[]", "{}", "[a, b]", "{a: b}", "=x", "new", "\"{\"", "account", "status", "0", "-1",
      "true", "when", "as",
    ]
    for seed in 0..<600 {
      var changed = lines.map(String.init)
      let line = seed * 7919 % changed.count
      let parts = changed[line].split(separator: ":", maxSplits: 1).map(String.init)
      changed[line] = "\(parts.first ?? ""): \(words[seed % words.count])"
      let (definition, diagnostics) = load(changed.joined(separator: "\n"))
      #expect((definition == nil) == diagnostics.hasErrors, "seed \(seed)")
    }
  }
}
