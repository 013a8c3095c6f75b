import Foundation
import JSONText
import Testing
import WorkflowScenarios

@Suite("The schemas of files")
struct FileSchemaTests {
  @Test("the schema in the folder is the one that the tables make", arguments: FileSchema.allCases)
  func current(_ schema: FileSchema) throws {
    let path = ProjectFiles.root.appending(path: "schema/\(schema.fileName)")
    let stored = try String(contentsOf: path, encoding: .utf8)
    #expect(
      stored == schema.json.pretty,
      "workflow-run schema \(schema.rawValue) --output schema/\(schema.fileName)")
  }

  @Test("every key has a sentence", arguments: FileSchema.allCases)
  func sentences(_ schema: FileSchema) throws {
    guard case .object(let members) = schema.json,
      case .object(let definitions)? = members.first(where: { $0.0 == "$defs" })?.1
    else {
      Issue.record("the schema has definitions")
      return
    }
    for (name, definition) in definitions {
      guard case .object(let parts) = definition,
        case .object(let properties)? = parts.first(where: { $0.0 == "properties" })?.1
      else { continue }
      for (key, property) in properties {
        let sentence = property["description"]?.text
        #expect(sentence?.hasSuffix(".") == true, "\(name).\(key)")
      }
    }
  }
}
