import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine

/// What an expression came to, with what is needed to show it.
struct Evaluation {
  let program: CEL.Program
  let schema: Schema
  let value: Value
  /// The expression taken apart, where that was asked for.
  let part: Explanation.Part?
  private let reader: CEL.RecordReader

  /// - Parameter isHidden: whether the one who asks may not see what it comes to.
  init(
    of program: CEL.Program, in frame: Frame, schema: Schema, isExplained: Bool, isHidden: Bool
  ) {
    self.program = program
    self.schema = schema
    value = isHidden ? .string(Sight.mark) : program.evaluate(frame)
    part = isExplained && !isHidden ? program.dissect(frame) : nil
    reader = frame.reader
  }

  /// The value on its own: `12.5`, `S1, S2`, `cannot tell: discount has no value`.
  var text: String {
    if let problem = value.problem { return "cannot tell: \(problem)" }
    return value.display(in: schema, reader: reader)
  }

  /// The value within a sentence: texts in quotes, long values cut.
  func phrase(_ value: Value) -> String {
    let text =
      switch value {
      case .string(let text): "\"\(text)\""
      case .list(let elements) where elements.isEmpty: "empty"
      case .error(let problem): problem.sentence
      case .null, .bool, .int, .uint, .double, .decimal, .bytes, .timestamp, .duration, .date,
        .period, .choice, .record, .list, .map, .optional, .type:
        value.display(in: schema, reader: reader)
      }
    return text.shownOnOneLine.cut(to: JSON.widest)
  }

  /// The value as a program reads it: exact numbers as strings, so that none is rounded.
  func json(_ value: Value) -> JSON {
    switch value {
    case .null: .null
    case .bool(let flag): .boolean(flag)
    case .int(let number): .raw(String(number))
    case .uint(let number): .raw(String(number))
    case .double(let number):
      number.isFinite ? .raw(number.description) : .string(ConformanceValue.text(number))
    case .string(let text): .string(text)
    case .bytes(let bytes): .string(Base64.encode(bytes))
    case .decimal, .timestamp, .duration, .date, .period, .choice, .record, .type:
      .string(value.display(in: schema, reader: reader))
    case .list(let elements): .array(elements.map { json($0) })
    case .map(let map): json(map)
    case .optional(let inner): inner.map { json($0) } ?? .null
    case .error(let problem): .object([("unknown", .string(problem.sentence))])
    }
  }

  /// An object where all keys are texts, else a list of pairs.
  private func json(_ map: ValueMap) -> JSON {
    let names = map.keys.compactMap(\.text)
    if names.count == map.keys.count {
      return .object(zip(names, map.values).map { ($0, json($1)) })
    }
    return .array(zip(map.keys, map.values).map { .array([json($0), json($1)]) })
  }
}
