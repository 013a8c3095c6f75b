import JSONText
import RecordFiles
import SCXML
import Workflow

/// Reads a script in the form of the SCION test framework.
///
/// `{"initialConfiguration": ["a"], "events": [{"event": {"name": "t"}, "after": 100,
/// "nextConfiguration": ["b"]}]}`
enum PlayScriptReader {
  static func read(_ path: String) throws -> PlayScript {
    var reader = JSONReader(bytes: try Files.bytes(of: path, limit: 1 << 24))
    let value: JSON
    do throws(JSONReader.Mistake) {
      value = try reader.document()
    } catch {
      throw failure(path, "line \(error.line): \(error.reason)")
    }
    guard let initial = names(value["initialConfiguration"]) else {
      throw failure(path, "'initialConfiguration' must be a list of states")
    }
    let events = value["events"]?.elements ?? []
    let steps = try events.enumerated().map { index, step in
      guard let event = step["event"]?["name"]?.text ?? step["event"]?.text,
        let expected = names(step["nextConfiguration"])
      else {
        throw failure(path, "event \(index + 1) needs 'event' and 'nextConfiguration'")
      }
      return PlayScript.Step(
        event: event, after: try delay(step["after"], path), expected: expected)
    }
    return PlayScript(initial: initial, steps: steps)
  }

  private static func delay(_ value: JSON?, _ path: String) throws -> Int {
    guard let value, value != .null else { return 0 }
    guard case .integer(let milliseconds) = value,
      (0...longestDelay).contains(milliseconds)
    else { throw failure(path, "'after' must be a number of milliseconds") }
    return milliseconds
  }

  /// A year.
  private static let longestDelay = 365 * 86_400_000

  private static func names(_ value: JSON?) -> [String]? {
    guard let elements = value?.elements else { return nil }
    let names = elements.compactMap(\.text)
    return names.count == elements.count ? names : nil
  }

  private static func failure(_ path: String, _ reason: String) -> CommandFailure {
    CommandFailure(.unreadable, "the script '\(path)' cannot be read: \(reason)")
  }
}
