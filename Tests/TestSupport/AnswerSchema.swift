import Foundation
package import JSONText

/// The schema of answers, `schema/answers.schema.json`.
package enum AnswerSchema {
  package static let path = "schema/answers.schema.json"

  package static let schema: JSONSchema = {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return JSONSchema(JSON(text: text) ?? .null)
  }()

  /// Everything in which an answer's text is not as it is described.
  package static func problems(_ text: String) -> [String] {
    guard let value = JSON(text: text) else { return ["it is not JSON: \(text.prefix(200))"] }
    return schema.problems(value)
  }
}
