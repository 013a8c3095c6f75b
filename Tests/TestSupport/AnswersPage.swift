package import JSONText

/// The page of answers (docs/answers.md), made of what the schema says.
package struct AnswersPage {
  private let schema: JSONSchema
  private let answers: [String]

  package init(_ schema: JSONSchema) {
    self.schema = schema
    answers = (schema.root["anyOf"]?.elements ?? []).compactMap(Self.name)
  }

  package var text: String {
    var text = """
      # Answers

      What `--format json` writes, and what the values of the library `Workflow` encode to. Each answer is one JSON value and opens with the version of the encoding, `"format": 1`; within a version members are only added, so that a program passes over those that it does not know. An error is an answer, too, with a code. [answers.schema.json](../schema/answers.schema.json) says the same to programs (JSON Schema 2020-12).

      A time is a text in UTC, `2026-03-10T09:00:00Z`. A value of a record is a text, a whole number, true or false, or a list of these; decimals, days, durations and references are texts, so that none is rounded. A member marked *optional* is left out where it says nothing.

      This page is made of the schema: `WRITE_PAGES=1 swift test --filter AnswerSchemaTests` writes it.

      ## The answers

      | answer | what it is |
      |---|---|

      """
    let parts = schema.definitions
    for (name, definition) in parts where answers.contains(name) {
      text += "| \(Self.link(name)) | \(Self.words(definition["title"])): "
      text += "\(Self.words(definition["description"])) |\n"
    }
    for (name, definition) in parts where answers.contains(name) {
      text += section(name, definition)
    }
    text += "\n## What they are made of\n"
    for (name, definition) in parts where !answers.contains(name) {
      text += section(name, definition)
    }
    return text
  }

  private func section(_ name: String, _ definition: JSON) -> String {
    var text = "\n### \(name)\n\n\(Self.words(definition["title"])). "
    text +=
      "\(Self.words(definition["description"]))\n\n| member | type | meaning |\n|---|---|---|\n"
    guard case .object(let members)? = definition["properties"] else { return text }
    let required = definition["required"]?.strings ?? []
    for (name, member) in members {
      let type = Self.type(of: member) + (required.contains(name) ? "" : ", *optional*")
      text += "| `\(name)` | \(type) | \(Self.words(member["description"])) |\n"
    }
    return text
  }

  /// `list of [Step](#step)`, `text or null`.
  private static func type(of member: JSON) -> String {
    if let name = name(of: member) { return link(name) }
    if let fixed = member["const"] { return "`\(fixed.compact)`" }
    if let values = member["enum"]?.strings {
      return values.map { "`\($0)`" }.joined(separator: ", ")
    }
    if let choices = member["anyOf"]?.elements {
      return choices.map(type).joined(separator: " or ")
    }
    if let items = member["items"] {
      let isNullable = member["type"]?.text == nil
      return "list of \(type(of: items))" + (isNullable ? " or null" : "")
    }
    guard let type = member["type"] else { return "any value" }
    return (type.text.map { [$0] } ?? type.strings ?? []).map { word($0, member) }
      .joined(separator: " or ")
  }

  private static func word(_ type: String, _ member: JSON) -> String {
    switch type {
    case "string": member["format"]?.text == "date-time" ? "time" : "text"
    case "integer": "whole number"
    case "boolean": "true or false"
    case "object": "mapping"
    default: type
    }
  }

  private static func name(of schema: JSON) -> String? {
    schema["$ref"]?.text.flatMap { $0.split(separator: "/").last.map(String.init) }
  }

  private static func link(_ name: String) -> String { "[\(name)](#\(name.lowercased()))" }

  private static func words(_ text: JSON?) -> String {
    (text?.text ?? "").replacing("|", with: "\\|")
  }
}
