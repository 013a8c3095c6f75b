import CEL
import WorkflowEngine

/// Variables that the command line gives, typed by the form of their values.
struct SetVariables {
  struct Variable {
    var name: String
    var type: CELType
    var value: Value
  }

  private(set) var all: [Variable] = []

  init(_ assignments: [AssignmentArgument]) throws(CommandFailure) {
    for assignment in assignments {
      guard SetVariables.isName(assignment.name) else {
        throw CommandFailure(
          .usage, "'\(assignment.name)' is no name", hints: ["a variable is set as name=value"])
      }
      if all.contains(where: { $0.name == assignment.name }) {
        throw CommandFailure(.usage, "'\(assignment.name)' is set twice")
      }
      let (type, value) = SetVariables.literal(assignment.value)
      all.append(Variable(name: assignment.name, type: type, value: value))
    }
  }

  /// The variables as an environment declares them, behind those that are always there.
  var declarations: [Environment.Variable] {
    all.enumerated().map { place, variable in
      Environment.Variable(
        name: variable.name, type: variable.type, nullable: variable.value.isNull,
        slot: FrameSlot.firstInput + place)
    }
  }

  var values: [Value] { all.map(\.value) }

  /// Letters, digits and underscores, parted by points.
  private static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      part.utf8.allSatisfy { isWordByte($0) } && part.utf8.first.map { !isDigit($0) } ?? false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
  }

  // MARK: Values

  private static let compiler = Compiler(
    environment: Environment(extensions: [.workflow, .standard]))

  /// A date, a point in time, what CEL reads as one value, or else a text.
  static func literal(_ text: String) -> (type: CELType, value: Value) {
    if let date = CivilDate(text: text) { return (.date, .date(date)) }
    if let time = Timestamp(text: text) { return (.timestamp, .timestamp(time)) }
    if looksLikeLiteral(text), let program = compiler.compile(text).program {
      let value = program.evaluate(Frame(reader: CEL.RecordReader(), slotCount: 0))
      // What is empty may stand for a value of any type.
      if value.isNull { return (.dyn, value) }
      if !value.isError { return (program.type, value) }
    }
    return (.string, .string(text))
  }

  /// Whether a text is written as a value of CEL is; `10-20` and `left` are texts.
  private static func looksLikeLiteral(_ text: String) -> Bool {
    if ["true", "false", "null"].contains(text) { return true }
    guard let first = text.utf8.first else { return false }
    if "\"'[{".utf8.contains(first) { return true }
    let digits = first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    if let digit = digits.first, isDigit(digit) {
      return digits.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: ".") }
    }
    // `decimal("12.30")`, `days(3)`.
    let name = text.utf8.prefix { isWordByte($0) }
    return !name.isEmpty && text.utf8.dropFirst(name.count).first == UInt8(ascii: "(")
      && text.utf8.last == UInt8(ascii: ")")
  }
}
