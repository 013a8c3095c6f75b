/// What the names in a chart's expressions mean.
struct Vocabulary {
  var variables: [Variable] = []
  private var index: [String: Int] = [:]
  /// Whether expressions are formulas already (`datamodel="cel"`).
  var isCEL = false
  /// For each SCXML state its test: `state == "a"`.
  var stateTests: [String: String] = [:]

  /// What the system of SCXML would know, and a workflow does not.
  static let systemNames: Set<String> = ["_event", "_sessionid", "_name", "_ioprocessors", "_x"]

  /// Names that JavaScript itself declares.
  static let globalNames: Set<String> = [
    "Math", "JSON", "Object", "Array", "String", "Number", "Boolean", "Date", "parseInt",
    "parseFloat", "isNaN", "console",
  ]

  mutating func add(_ variable: Variable) {
    index[variable.id] = variables.count
    variables.append(variable)
  }

  func variable(_ id: String) -> Variable? { index[id].map { variables[$0] } }

  func position(of id: String) -> Int? { index[id] }
}
