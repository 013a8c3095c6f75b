/// Finds what each variable holds from all the values it is given.
struct KindInference {
  var vocabulary: Vocabulary

  /// The kind of an expression's value.
  func kind(of script: Script) -> VariableKind {
    if let data = script.eventData { return eventDataKind(data) }
    switch script {
    case .integer: return .integer
    case .fraction: return .decimal
    case .text, .object, .array: return .text
    case .boolean: return .boolean
    case .nothing, .null: return .unknown
    case .name(let name): return vocabulary.variable(name)?.kind ?? .unknown
    case .member(.name("_event"), "name"): return .text
    case .member(let inner, "length"):
      return kind(of: inner) == .text || inner.isStructure ? .integer : .unknown
    case .member, .element: return .unknown
    case .call(.name("In"), _): return .boolean
    case .call(.name("String"), _): return .text
    case .call(.name("Boolean"), _): return .boolean
    case .call(.member(.name("Math"), let function), let arguments):
      if ["floor", "ceil", "round", "trunc"].contains(function) { return .integer }
      return arguments.map(kind).reduce(.unknown) { $0.joined(with: $1) }
    case .call(.name(let name), let arguments) where vocabulary.isCEL:
      return FormulaWriter.formulaFunctions[name]
        ?? arguments.map(kind).reduce(.unknown) { $0.joined(with: $1) }
    case .call: return .unknown
    case .unary(.not, _): return .boolean
    case .unary(.typeOf, _): return .text
    case .unary(.minus, let inner), .unary(.plus, let inner): return kind(of: inner)
    case .binary(let symbol, let left, let right):
      return kind(of: symbol, kind(of: left), kind(of: right))
    case .conditional(_, let yes, let no): return kind(of: yes).joined(with: kind(of: no))
    }
  }

  /// What any event carries under a name.
  private func eventDataKind(_ name: String) -> VariableKind {
    vocabulary.variables.filter { EventData.name(in: $0.id) == name }.map(\.kind)
      .reduce(.unknown) { $0.joined(with: $1) }
  }

  private func kind(
    of symbol: Script.BinaryOperator, _ left: VariableKind, _ right: VariableKind
  ) -> VariableKind {
    switch symbol {
    case .equal, .notEqual, .identical, .notIdentical, .less, .lessOrEqual, .greater,
      .greaterOrEqual:
      return .boolean
    case .or, .and: return left.joined(with: right)
    case .divide where vocabulary.isCEL: return left.joined(with: right)
    case .divide: return .decimal
    case .plus:
      if left == .text || right == .text || left == .mixed || right == .mixed { return .text }
      return left.joined(with: right)
    case .minus, .times, .remainder:
      let kind = left.joined(with: right)
      return kind.isNumber || kind == .unknown ? kind : .integer
    }
  }

  /// How the value may be missing.
  func missing(_ script: Script) -> Set<Missing> {
    if script.eventData != nil { return [.undefined] }
    return switch script {
    case .nothing: [.undefined]
    case .null: [.null]
    case .name(let name): vocabulary.variable(name)?.missing ?? []
    case .conditional(_, let yes, let no), .binary(.and, let yes, let no),
      .binary(.or, let yes, let no):
      missing(yes).union(missing(no))
    case .integer, .fraction, .text, .boolean, .member, .element, .call, .unary, .binary, .array,
      .object:
      []
    }
  }

  /// Goes over all values until nothing changes any more.
  mutating func settle(_ values: [(id: String, value: Script)]) {
    // A kind can rise three times at most, and what may be missing twice, so this ends long before the limit.
    for _ in 0..<(6 * vocabulary.variables.count + 4) {
      var isSettled = true
      for (id, value) in values {
        guard let position = vocabulary.position(of: id) else { continue }
        let variable = vocabulary.variables[position]
        let kind = variable.kind.joined(with: kind(of: value))
        let missing = variable.missing.union(missing(value))
        if kind != variable.kind || missing != variable.missing {
          vocabulary.variables[position].kind = kind
          vocabulary.variables[position].missing = missing
          isSettled = false
        }
      }
      if isSettled { return }
    }
  }

  /// Whether JavaScript's binary fractions hold a value exactly.
  func isExactInBinary(_ script: Script) -> Bool {
    switch script {
    case .binary(.plus, let left, let right), .binary(.minus, let left, let right),
      .binary(.times, let left, let right):
      return isExactInBinary(left) && isExactInBinary(right)
    case .binary(.divide, let left, .integer(let text)):
      guard let divisor = Int64(text), divisor > 0 else { return false }
      return divisor & (divisor - 1) == 0 && isExactInBinary(left)
    case .unary(.minus, let inner), .unary(.plus, let inner): return isExactInBinary(inner)
    case .fraction(let text):
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, let digits = Int64(parts[0] + parts[1]) else { return false }
      let power = (0..<parts[1].count).reduce(Int64(1)) { all, _ in all &* 5 }
      return digits % power == 0
    default: return kind(of: script) == .integer
    }
  }
}
