import CEL
import JSONText

/// Why a row cannot be read.
struct ConformanceMistake: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// A test of the CEL specification: an expression with the names that it may use.
struct ConformanceRow {
  struct Variable {
    var name: String
    var type: CELType
    var value: Value
  }

  var expression: String
  var container: String
  /// Whether types are left to the evaluation.
  var isUnchecked: Bool
  var isCheckOnly: Bool
  var variables: [Variable] = []
  var functions: [Environment.Function] = []

  init(_ json: JSON) throws(ConformanceMistake) {
    guard case .object = json else { throw ConformanceMistake("a row is an object") }
    guard let expression = json["expr"]?.text else {
      throw ConformanceMistake("a row has an expression, 'expr'")
    }
    self.expression = expression
    container = json["container"]?.text ?? ""
    isUnchecked = json["disable_check"] == .boolean(true)
    isCheckOnly = json["check_only"] == .boolean(true)
    try declare(json["type_env"]?.elements ?? [])
    try bind(json["bindings"] ?? .null)
  }

  private mutating func declare(_ declarations: [JSON]) throws(ConformanceMistake) {
    for declaration in declarations {
      guard let name = declaration["name"]?.text else {
        throw ConformanceMistake("a declaration has a name")
      }
      if let type = declaration["ident"] {
        variables.append(Variable(name: name, type: try ConformanceType.read(type), value: .null))
      }
      for overload in declaration["function"]?.elements ?? [] {
        var parameters: [CELType] = []
        for parameter in overload["args"]?.elements ?? [] {
          parameters.append(try ConformanceType.read(parameter))
        }
        functions.append(
          Environment.Function(
            name: name, parameters: parameters,
            result: try ConformanceType.read(overload["result"] ?? .string("dyn")),
            isMember: overload["member"] == .boolean(true)))
      }
    }
  }

  private mutating func bind(_ bindings: JSON) throws(ConformanceMistake) {
    guard case .object(let members) = bindings else { return }
    for (name, binding) in members {
      let value: Value
      if let bound = binding["value"] {
        value = try ConformanceValue.read(bound)
      } else {
        value = .failure("\(name) has no value")
      }
      if let place = variables.firstIndex(where: { $0.name == name }) {
        variables[place].value = value
      } else {
        variables.append(Variable(name: name, type: .dyn, value: value))
      }
    }
  }
}
