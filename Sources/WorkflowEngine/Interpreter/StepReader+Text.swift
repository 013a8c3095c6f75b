import CEL

extension StepReader {
  /// A sentence with its formulas filled in; what cannot be told stands as "(unknown)".
  func text(of sentence: Sentence, _ frame: Frame) -> String {
    if sentence.pieces.count == 1, case .text(let text) = sentence.pieces[0] { return text }
    return tracingSaid { filled(sentence, frame) }
  }

  private func filled(_ sentence: Sentence, _ frame: Frame) -> String {
    var result = ""
    for piece in sentence.pieces {
      switch piece {
      case .text(let text): result += text
      case .formula(let formula):
        result += isHidden(formula) ? Sight.mark : text(of: formula.program.evaluate(frame))
      case .counted(let formula, let word):
        result +=
          isHidden(formula)
          ? "\(Sight.mark) \(word.many)"
          : text(of: formula.program.evaluate(frame), counting: word)
      }
    }
    return result
  }

  private func isHidden(_ formula: Formula) -> Bool { sight?.hides(formula.program) ?? false }

  /// A sentence that is kept, and so made for nobody in particular.
  func lastingText(of sentence: Sentence, _ frame: Frame) -> String {
    let former = sight
    defer { sight = former }
    if former != nil { sight = Sight(definition, of: nil) }
    return text(of: sentence, frame)
  }

  /// A number with what it counts; an empty one says nothing.
  private func text(of number: Value, counting word: CountedWord) -> String {
    if case .null = number { return "" }
    let isOne =
      switch number {
      case .int(let integer): integer == 1
      case .decimal(let decimal): decimal == Decimal(exactly: 1)
      default: false
      }
    return "\(text(of: number)) \(isOne ? word.one : word.many)"
  }

  /// A value as it stands in a sentence or a key.
  func text(of value: Value) -> String {
    switch value {
    case .null: return ""
    case .bool(let flag): return flag ? "true" : "false"
    case .int(let number): return String(number)
    case .decimal(let decimal): return decimal.description
    case .date(let date): return date.description
    case .timestamp(let timestamp): return timestamp.description
    case .duration(let span): return span.description
    case .choice(let choice, let index):
      return working.snapshot.definition.choices[Int(choice)].values[Int(index)]
    case .record(let record): return text(of: record)
    default:
      if let text = value.text { return text }
      if let elements = value.elements {
        return elements.map { text(of: $0) }.joined(separator: ", ")
      }
      if value.problem != nil { return "(unknown)" }
      return value.description
    }
  }
}
