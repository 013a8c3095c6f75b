import Diagnostics
import Glibc
import Testing
import YAML

@Suite("A limit")
struct LimitTests {
  @Test("on the size of a file is checked before anything else")
  func size() {
    #expect(problems("a: 1 ", limits: Limits(bytes: 4)) == ["file-too-large@1:1 ''"])
    #expect(problems("a: 1", limits: Limits(bytes: 4)).isEmpty)
  }

  @Test("on depth, values and texts gives a place")
  func others() {
    #expect(problems("[[a]]", limits: Limits(depth: 2)).isEmpty)
    #expect(problems("[[[a]]]", limits: Limits(depth: 2)) == ["nesting-too-deep@1:3 '['"])
    #expect(problems("- - - a", limits: Limits(depth: 2)) == ["nesting-too-deep@1:5 '-'"])
    #expect(problems("a:\n b:\n  c: 1", limits: Limits(depth: 2)) == ["nesting-too-deep@3:3 'c'"])
    #expect(problems("[a, b, c]", limits: Limits(nodes: 3)) == ["too-many-values@1:8 'c'"])
    #expect(problems("a: xyz", limits: Limits(scalarBytes: 2)) == ["text-too-long@1:4 'xyz'"])
  }

  @Test(
    "stops hostile files soon",
    arguments: [
      "[", "{", "- ", "? ", "[a: ", "{a: ", "[\n", "-\n ", "a: [", "!a ", "&a ", "'", "\"\\",
    ])
  func hostile(piece: String) {
    for size in [1_000_000, 15_000_000] {
      let text = String(repeating: piece, count: size / piece.utf8.count)
      let time = processorTime { _ = problems(text) }
      #expect(time < .seconds(5), "\(piece) \(size) \(time)")
    }
  }

  @Test("stops a file of 50 MB of brackets even if such files are allowed")
  func brackets() {
    let text = [UInt8](repeating: 0x5B, count: 50_000_000)
    let time = processorTime {
      #expect(problems(text, limits: Limits(bytes: 60_000_000)) == ["nesting-too-deep@1:65 '['"])
    }
    #expect(time < .seconds(5), "\(time)")
  }

  @Test("does not depend on keys, tabs or directives being few")
  func many() {
    let texts = [
      String(repeating: "%TAG !a! b\n", count: 100_000),
      "a\n...\n" + String(repeating: "%TAG !a! b\n", count: 100_000),
      (0..<100_000).map { "k\($0): 1\n" }.joined() + "k0: 1",
      String(repeating: "a:\t1\n", count: 100_000), String(repeating: "\u{1}", count: 1_000_000),
      String(repeating: "a: 1\n", count: 100_000), String(repeating: "---\n", count: 100_000),
    ]
    for text in texts {
      let time = processorTime { #expect(!problems(text).isEmpty) }
      #expect(time < .seconds(10), "\(text.prefix(20)) \(time)")
    }
  }
}

/// What a piece of work takes of a processor: waiting for others does not count.
private func processorTime(of work: () -> Void) -> Duration {
  let start = threadTime()
  work()
  return threadTime() - start
}

private func threadTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
