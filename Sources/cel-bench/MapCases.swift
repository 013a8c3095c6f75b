import CEL
import Foundation

/// The cases that other implementations were measured with.
enum MapCases {
  static func run(path: String) {
    guard let data = FileManager.default.contents(atPath: path),
      let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let customer = json["customer"] as? [String: Any], let now = json["now"] as? [String: Any]
    else {
      print("the cases cannot be read")
      return
    }
    let environment = Environment(
      variables: [
        .init(name: "customer", type: .map(.string, .dyn), slot: 0),
        .init(name: "now", type: .timestamp, slot: 1),
      ])
    let frame = Frame(reader: RecordReader(), slotCount: 2)
    frame.fill([value(customer), value(now)])
    let compiler = Compiler(environment: environment)
    print("over maps")
    var times: [Double] = []
    for entry in json["cases"] as? [[String: Any]] ?? [] {
      let name = entry["name"] as? String ?? ""
      let (program, issues) = compiler.compile(entry["expr"] as? String ?? "", expecting: nil)
      guard let program else {
        print(name, issues)
        continue
      }
      let expected = value(entry["expect"] as? [String: Any] ?? [:])
      let time = measure { _ = program.evaluate(frame) }
      times.append(time)
      report(name, time, program.evaluate(frame).celEquals(expected) ? "right" : "WRONG")
    }
    report("geometric mean", geometricMean(times), "")
  }

  static func value(_ json: [String: Any]) -> Value {
    guard let (key, inner) = json.first else { return .null }
    let text = inner as? String ?? ""
    switch key {
    case "bool": return .bool(inner as? Bool ?? false)
    case "int64": return .int(Int64(text) ?? 0)
    case "double": return .double(Double(text) ?? .nan)
    case "string": return .string(text)
    case "list": return .list((inner as? [[String: Any]] ?? []).map { value($0) })
    case "timestamp":
      let parts = inner as? [String: Any] ?? [:]
      return .timestamp(
        Timestamp(
          seconds: Int64(parts["seconds"] as? String ?? "") ?? 0,
          nanos: Int32(parts["nanos"] as? Int ?? 0)))
    case "map":
      let entries = (inner as? [[[String: Any]]] ?? []).map { (value($0[0]), value($0[1])) }
      return .map(ValueMap(keys: entries.map(\.0), values: entries.map(\.1)))
    default: return .null
    }
  }
}
