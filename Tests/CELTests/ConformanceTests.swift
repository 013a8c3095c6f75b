import CEL
import Foundation
import Testing

/// The conformance tests of the CEL specification.
@Suite("CEL conformance")
struct ConformanceTests {
  static let core = [
    "basic", "comparisons", "conversions", "fields", "fp_math", "integer_math", "lists", "logic",
    "macros", "namespace", "parse", "plumbing", "string", "timestamps", "type_deduction",
  ]
  static let extensions = [
    "string_ext", "math_ext", "encoders_ext", "bindings_ext", "optionals", "macros2",
  ]

  /// Tests that are known to fail.
  static let knownFailures: Set<String> = []

  static let folder: URL? = {
    let environment = ProcessInfo.processInfo.environment["WORKFLOW_SHARED"]
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let shared =
      environment.map { URL(filePath: $0) }
      ?? root.deletingLastPathComponent().appending(path: "shared")
    let folder = shared.appending(path: "cel-conformance")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// The page with the figures of every file.
  static let page: String = {
    let page = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "docs/expressions-conformance.md")
    return (try? String(contentsOf: page, encoding: .utf8)) ?? ""
  }()

  @Test(
    "every test of the specification that needs no protobuf passes",
    .enabled(if: folder != nil, "the shared conformance tests are not there"),
    arguments: [("core", core, 1120), ("extensions", extensions, 529)])
  func passes(group: String, files: [String], count: Int) throws {
    var failures: [String] = []
    var total = 0
    for file in files {
      var passed = 0
      let rows = try ConformanceTests.rows(of: file)
      for row in rows {
        let problem = Conformance(row: row).run()
        if problem == nil { passed += 1 }
        let uid = row["uid"] as? String ?? "?"
        if let problem, !ConformanceTests.knownFailures.contains(uid) {
          failures.append("\(uid): \(row["expr"] ?? "") – \(problem)")
        } else if problem == nil, ConformanceTests.knownFailures.contains(uid) {
          failures.append("\(uid) is listed as failing and passes")
        }
      }
      total += rows.count
      print("| \(file) | \(rows.count) | \(passed) |")
      #expect(
        ConformanceTests.page.contains("| \(file) | \(rows.count) | \(passed) |"),
        "docs/expressions-conformance.md is out of date")
    }
    print("| **\(group)** | **\(total)** | **\(total - failures.count)** |")
    #expect(total == count)
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  // CEL spec, "Gradual Type Checking": checking never changes a result.
  @Test(
    "an expression has the same value without type checking",
    .enabled(if: folder != nil, "the shared conformance tests are not there"),
    arguments: core + extensions)
  func unchecked(file: String) throws {
    for var row in try ConformanceTests.rows(of: file)
    where row["check_only"] == nil && row["disable_check"] == nil {
      let expected = row["expected"] as? [String: Any] ?? [:]
      guard expected["value"] != nil else { continue }
      row["disable_check"] = true
      let problem = Conformance(row: row).run()
      #expect(problem == nil, "\(row["uid"] ?? ""): \(row["expr"] ?? "")")
    }
  }

  static func rows(of file: String) throws -> [[String: Any]] {
    guard let folder else { return [] }
    let data = try Data(contentsOf: folder.appending(path: "\(file).jsonl"))
    return try data.split(separator: 10).compactMap {
      try JSONSerialization.jsonObject(with: $0) as? [String: Any]
    }
  }
}

/// One test of the specification.
struct Conformance {
  let row: [String: Any]

  /// What is wrong, or nil.
  func run() -> String? {
    let expected = row["expected"] as? [String: Any] ?? [:]
    let wantsError = expected["eval_error"] != nil
    var environment = Environment(
      extensions: .standard, container: row["container"] as? String ?? "")
    let frame = declare(&environment)
    let compiler = Compiler(environment: environment)
    let text = row["expr"] as? String ?? ""
    let isUnchecked = row["disable_check"] as? Bool ?? false
    let (program, issues) =
      isUnchecked
      ? compiler.compileUnchecked(text) : compiler.compile(text, expecting: nil)
    guard let program else {
      return wantsError ? nil : issues.map { "\($0.code): \($0.message)" }.joined(separator: "; ")
    }
    if let typed = expected["typed_result"] as? [String: Any], let type = typed["type"] {
      let wanted = Conformance.type(type)
      guard program.type == wanted else { return "type \(program.type), not \(wanted)" }
    }
    if row["check_only"] as? Bool ?? false { return nil }
    let value = program.evaluate(frame)
    if wantsError { return value.isError ? nil : "no error but \(value)" }
    if let problem = value.problem { return "error: \(problem)" }
    let typed = expected["typed_result"] as? [String: Any]
    guard let wanted = (typed?["value"] ?? expected["value"]) as? [String: Any] else {
      return "an expectation that is not understood"
    }
    let difference = Conformance.describe(value)
    let goal = Conformance.describe(Conformance.value(wanted))
    return difference == goal ? nil : "\(difference), not \(goal)"
  }

  /// Declares the variables and functions, and sets the values.
  private func declare(_ environment: inout Environment) -> Frame {
    var values: [Value] = []
    let bindings = row["bindings"] as? [String: Any] ?? [:]
    func add(_ name: String, _ type: CELType) {
      environment.variables.append(
        .init(name: name, type: type, slot: values.count))
      let bound = (bindings[name] as? [String: Any])?["value"] as? [String: Any]
      values.append(bound.map { Conformance.value($0) } ?? .null)
    }
    for declaration in row["type_env"] as? [[String: Any]] ?? [] {
      let name = declaration["name"] as? String ?? ""
      if let type = declaration["ident"] {
        add(name, Conformance.type(type))
      }
      for function in declaration["function"] as? [[String: Any]] ?? [] {
        let parameters = (function["args"] as? [Any] ?? []).map { Conformance.type($0) }
        environment.functions.append(
          .init(
            name: name, parameters: parameters,
            result: Conformance.type(function["result"] ?? "dyn"),
            isMember: function["member"] as? Bool ?? false))
      }
    }
    for name in bindings.keys.sorted()
    where !environment.variables.contains(where: { $0.name == name }) {
      add(name, .dyn)
    }
    let frame = Frame(reader: RecordReader(), slotCount: values.count)
    frame.fill(values)
    return frame
  }

  static func type(_ json: Any) -> CELType {
    if let name = json as? String {
      let types: [String: CELType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string,
        "bytes": .bytes, "null_type": .null, "dyn": .dyn, "timestamp": .timestamp,
        "duration": .duration, "error": .error,
      ]
      return types[name] ?? .dyn
    }
    guard let object = json as? [String: Any], let (key, inner) = object.first else { return .dyn }
    switch key {
    case "list": return .list(type(inner))
    case "map":
      let pair = inner as? [Any] ?? []
      return .map(type(pair[0]), type(pair[1]))
    case "type": return .type(type(inner))
    case "wrapper": return .nullable(type(inner))
    case "param": return .parameter(inner as? String ?? "")
    case "message":
      return inner as? String == "google.protobuf.Duration"
        ? .duration : inner as? String == "google.protobuf.Timestamp" ? .timestamp : .dyn
    case "abstract":
      let details = inner as? [String: Any] ?? [:]
      let parameters = (details["params"] as? [Any] ?? []).map { type($0) }
      let name = details["name"] as? String ?? ""
      return name == "optional_type" && parameters.count == 1
        ? .optional(parameters[0]) : .abstract(name, parameters)
    default: return .dyn
    }
  }

  static func value(_ json: [String: Any]) -> Value {
    guard let (key, inner) = json.first else { return .null }
    let text = inner as? String ?? ""
    switch key {
    case "null": return .null
    case "bool": return .bool(inner as? Bool ?? false)
    case "int64": return .int(Int64(text) ?? 0)
    case "uint64": return .uint(UInt64(text) ?? 0)
    case "double": return .double(Double(text) ?? .nan)
    case "string": return .string(text)
    case "bytes": return .bytes(Array(Data(base64Encoded: text) ?? Data()))
    case "type": return .type(text)
    case "list": return .list((inner as? [[String: Any]] ?? []).map { value($0) })
    case "duration", "timestamp":
      let parts = inner as? [String: Any] ?? [:]
      let seconds = Int64(parts["seconds"] as? String ?? "0") ?? 0
      let nanos = parts["nanos"] as? Int ?? 0
      return key == "timestamp"
        ? .timestamp(Timestamp(seconds: seconds, nanos: Int32(nanos)))
        : .duration(TimeSpan(nanoseconds: seconds * 1_000_000_000 + Int64(nanos)))
    case "map":
      let entries = (inner as? [[[String: Any]]] ?? []).map { (value($0[0]), value($0[1])) }
      return .map(ValueMap(keys: entries.map(\.0), values: entries.map(\.1)))
    default: return .failure("unknown kind \(key)")
    }
  }

  /// The value with its kind; maps in the order of their keys.
  static func describe(_ value: Value) -> String {
    switch value {
    case .list(let elements): "[" + elements.map { describe($0) }.joined(separator: ", ") + "]"
    case .map(let map):
      "{"
        + zip(map.keys, map.values).map { describe($0) + ": " + describe($1) }.sorted()
        .joined(separator: ", ") + "}"
    case .double(let number): "double \(number)"
    case .string(let text): "string \(text.unicodeScalars.map(\.value))"
    case .bytes(let bytes): "bytes \(bytes)"
    default: "\(value.typeName) \(value)"
    }
  }
}
