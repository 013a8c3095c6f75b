import CEL
import Diagnostics
import JSONText
import Workflow

/// What an expression comes to. Its encoding is the documented JSON.
struct EvalAnswer: Codable {
  var format = Answer.format
  var purpose = "eval"
  @OrNull var expression: String?
  /// The record whose fields it may name, as it was asked for.
  var record: String?
  /// Nil where the expression has mistakes.
  var type: String?
  /// Whether it may have no value; told where the type alone was asked for.
  var mayBeEmpty: Bool?
  /// The value as people read it.
  var text: String?
  /// Why it cannot be told; nil where it can.
  var problem: String?
  var value: JSON?
  var explanation: Part?
  /// The mistakes of an expression that was not evaluated.
  var diagnostics: [DiagnosticAnswer]?

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case expression, record, type
    case mayBeEmpty = "may_be_empty"
    case text, problem, value, explanation, diagnostics
  }

  init(of expression: String?, record: String?) {
    self.expression = expression
    self.record = record
  }

  /// A part of the expression with the value it has.
  struct Part: Codable {
    var expression: String
    var kind: Explanation.Part.Kind
    /// The element of a list for which it was evaluated.
    var element: JSON?
    var value: JSON
    /// What a plain part reads.
    var reads: [Reading]?
    /// What any other part consists of.
    var parts: [Part]?
    /// How many further parts are not listed.
    var leftOut: Int?

    enum CodingKeys: String, CodingKey {
      case expression, kind, element, value, reads, parts
      case leftOut = "left_out"
    }
  }

  struct Reading: Codable {
    var path: String
    var value: JSON
  }

  mutating func fill(with evaluation: Evaluation) {
    type = TypeWords(schema: evaluation.schema).name(of: evaluation.program.type)
    text = evaluation.text
    problem = evaluation.value.problem
    if problem == nil { value = evaluation.json(evaluation.value) }
    explanation = evaluation.part.map { Part($0, evaluation) }
  }
}

extension EvalAnswer.Part {
  init(_ part: Explanation.Part, _ evaluation: Evaluation) {
    expression = part.text
    kind = part.kind
    element = part.element.map(evaluation.json)
    value = evaluation.json(part.value)
    if part.kind == .plain {
      reads = part.reads.map {
        EvalAnswer.Reading(path: $0.path, value: evaluation.json($0.value))
      }
    } else {
      parts = part.parts.map { Self($0, evaluation) }
    }
    leftOut = part.leftOut > 0 ? part.leftOut : nil
  }
}
