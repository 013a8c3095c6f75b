import Diagnostics
import WorkflowLanguage

/// From text to a checked definition: the median of several rounds.
struct LoadBench {
  let path: String
  let rounds: Int

  func run() {
    let bytes = readFile(path)
    let times = (0..<max(rounds, 1)).map { _ -> Double in
      let start = monotonicSeconds()
      let (definition, diagnostics) = DefinitionLoader().load(SourceFile(name: path, bytes: bytes))
      let seconds = monotonicSeconds() - start
      precondition(definition != nil, "the file has \(diagnostics.count) problems")
      return seconds
    }.sorted()
    let median = times[times.count / 2]
    let speed = Double(bytes.count) / median / 1e6
    print("{\"bytes\":\(bytes.count),\"secs\":\(median),\"mb_per_s\":\(speed)}")
  }
}
