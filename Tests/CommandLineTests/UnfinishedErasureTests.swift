import Diagnostics
import SQLiteStore
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore

@Suite("An erasing that a reader kept from its end")
struct UnfinishedErasureTests {
  private static let workflow = """
    workflow: shop
    records:
      customer:
        fields: {name: text}
        transitions: {edit: {edits: [name]}, forget: {effects: [{erase: customer}]}}
    """
  private static let note = "values of erased records may still stand in free parts of the store"

  @Test("every command says it, and the next that may finishes it")
  func told() throws {
    let place = try Workplace(workflow: Self.workflow)
    try place.write(
      "rows.yaml", "C1: {type: customer, name: planted}\nC2: {type: customer, name: Bob}\n")
    #expect(try place.run("import", "rows.yaml").status == 0)
    let definition = try #require(
      DefinitionLoader().load(SourceFile(name: "shop.yaml", text: Self.workflow)).definition)
    let reader = SQLiteStore(definition: definition, path: "\(place.folder)/workflow.db")
    try reader.read { view in
      _ = view.snapshot.find(type: 0, id: "C1")
      let erased = try place.run("apply", "forget", "customer:C1", "--wait", "0.2")
      #expect(erased.status == 0, "\(erased)")
      #expect(erased.remarks.contains(Self.note), "\(erased)")
      for command in [
        ["list", "customer"], ["show", "customer:C2"], ["history", "customer:C2"], ["messages"],
        ["pending"], ["export"], ["migrate"],
        ["dry-run", "edit", "customer:C2", "--set", "name=x"],
        ["simulate", "customer:C2", "--until", "2027-01-01"], ["backup", "copy.db"],
        ["eval", "name", "--record", "customer:C2"],
        ["apply", "edit", "customer:C2", "--set", "name=x", "--wait", "0.2"],
      ] {
        let answer = try place.run(command)
        #expect(answer.status == 0, "\(command): \(answer)")
        #expect(answer.remarks.contains(Self.note), "\(command): \(answer)")
      }
    }
    reader.close()
    try place.write("more.yaml", "C3: {type: customer, name: Eve}\n")
    let next = try place.run("import", "more.yaml")
    #expect(next.status == 0 && !next.remarks.contains(Self.note), "\(next)")
    #expect(try !place.run("list", "customer").remarks.contains(Self.note))
    let bytes = try place.data("workflow.db")
    #expect(bytes.firstRange(of: "planted".utf8) == nil)
  }
}
