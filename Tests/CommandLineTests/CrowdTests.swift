import Foundation
import Testing

/// Several processes at once on one store.
@Suite("A crowd at one store", .serialized)
struct CrowdTests {
  private static let library = """
    workflow: library
    records:
      book:
        fields: {title: text, reader: text?}
        states: {status: [on_shelf, on_loan]}
        transitions:
          create: {from: new, inputs: [title]}
          mark: {edits: [reader]}
    """
  private static let crowd = 8

  @Test("a store that is missing is made by one of them, and the others wait for it")
  func missing() throws {
    let place = try Workplace(workflow: Self.library)
    for round in 0..<3 {
      let store = "new-\(round).db"
      let all = try (0..<Self.crowd).map { number in
        try place.start(
          ["apply", "book.create", "--id", "B\(number)", "--input", "title=T", "--store", store])
      }
      for running in all {
        let answer = try running.wait()
        #expect(answer.status == 0, "\(answer.remarks)")
      }
      let export = try place.run("export", "book", "--store", store)
      #expect(export.output.split(separator: "\n").count == Self.crowd)
    }
  }

  @Test("bulk applies go forward together, and none fails")
  func together() throws {
    let place = try Workplace(workflow: Self.library)
    let count = 400
    let rows = (0..<count).map { #"{"type":"book","id":"B\#($0)","title":"T"}"# }
    try place.write("books.jsonl", rows.joined(separator: "\n"))
    #expect(try place.run("import", "books.jsonl", "--store", "w.db").status == 0)
    let all = try (0..<Self.crowd).map { number in
      try place.start(
        [
          "apply", "book.mark", "--all", "--yes", "--batch", "5", "--set", "reader=r\(number)",
          "--store", "w.db",
        ])
    }
    for running in all {
      let answer = try running.wait()
      #expect(answer.status == 0, "\(answer.remarks)")
    }
    let history = try place.run("history", "book:B7", "--format", "json", "--store", "w.db")
    let marks = history.output.components(separatedBy: #""event": "mark""#).count - 1
    let packed = history.output.components(separatedBy: #""event":"mark""#).count - 1
    #expect(marks + packed == Self.crowd)
    let files = try FileManager.default.contentsOfDirectory(atPath: place.folder)
    #expect(files.filter { $0.hasPrefix("w.db") } == ["w.db"], "nothing is left beside the store")
  }

  @Test("a harmless change of the definition stops no command that only looks")
  func looking() throws {
    let place = try Workplace(workflow: Self.library)
    #expect(try place.run("apply", "book.create", "--id", "B1", "--input", "title=T").status == 0)
    try place.write(
      "workflows/customer-account.yaml",
      Self.library
        .replacingOccurrences(of: "reader: text?", with: "reader: text?, shelf: text?")
        .replacingOccurrences(of: "[on_shelf, on_loan]", with: "[on_shelf, on_loan, lost]")
        .replacingOccurrences(
          of: "      mark:",
          with: "      lose: {after: 7d, from: on_shelf, to: lost}\n      mark:"))
    for command in [
      ["list", "book"], ["show", "book:B1"], ["dry-run", "mark", "book:B1"], ["due", "--dry-run"],
      ["export", "book"], ["history", "book:B1"],
    ] {
      let before = try place.data("workflow.db")
      let answer = try place.run(command)
      #expect(answer.status == 0, "\(command): \(answer.remarks)")
      #expect(try place.data("workflow.db") == before, "\(command) changes the file")
    }
    #expect(try place.run("apply", "mark", "book:B1", "--set", "reader=r").status == 0)
  }
}
