import Diagnostics
import Testing

@testable import WorkflowLanguage

@Suite("What could have been written otherwise in a decision table")
struct TableSlipTests {
  private static let text = """
    workflow: shop
    tables:
      fee:
        columns: {kind: item.kind, days: integer, weight: decimal}
        gives: decimal
        rows:
          - [book, ..17, -, 1.50]
          - [book, 18.., < 2.5, 2]
          - [book, 18.., 2.5.., 3]
          - [dvd, -, -, 4]
      rank:
        columns: {late: boolean, since: date?, wait: duration}
        gives: text
        first: true
        rows:
          - [true, 2026-03-10.., '> 2d', high]
          - [-, not null, -, low]
          - [-, -, -, none]
      price:
        columns: {days: integer}
        gives: integer
        from: prices.csv
    records:
      item:
        fields: {kind: {choice: [book, dvd]}}

    """

  private static let prices = PartSource([
    "prices.csv": "price;days\n10;< 3\n20;\"[3, 4]\"\n30;5..\n"
  ])

  @Test("each is named once, with its row")
  func sentences() throws {
    var finder = SlipFinder()
    let slips = finder.find(in: SourceFile(name: "shop.yaml", text: Self.text))
    #expect(
      slips.map(\.sentence).joined(separator: "\n") == """
        without row 1 of the table 'fee'
        '18' instead of '17' up to '18', each one more, in the table 'fee'
        '2.50' instead of '1.50' in row 1 of the table 'fee'
        without row 2 of the table 'fee'
        '3.5' instead of '2.5' in the table 'fee'
        the bound '2.5' on its other side in the table 'fee'
        '3' instead of '2' in row 2 of the table 'fee'
        without row 3 of the table 'fee'
        '4' instead of '3' in row 3 of the table 'fee'
        without row 4 of the table 'fee'
        '5' instead of '4' in row 4 of the table 'fee'
        row 2 of the table 'rank' comes before row 1
        without row 1 of the table 'rank'
        '2026-03-11' instead of '2026-03-10' in row 1 of the table 'rank'
        '3d' instead of '2d' in row 1 of the table 'rank'
        the bound '2d' on its other side in row 1 of the table 'rank'
        'low' instead of 'high' in row 1 of the table 'rank'
        row 3 of the table 'rank' comes before row 2
        without row 2 of the table 'rank'
        'high' instead of 'low' in row 2 of the table 'rank'
        without row 3 of the table 'rank'
        'high' instead of 'none' in row 3 of the table 'rank'
        """)
    let inFile = SlipFinder.findInTables(
      of: SourceFile(name: "shop.yaml", text: Self.text), Self.prices)
    #expect(inFile.allSatisfy { $0.path == "prices.csv" })
    #expect(
      inFile.map(\.slip.sentence).joined(separator: "\n") == """
        without row 1 of the table 'price'
        '11' instead of '10' in row 1 of the table 'price'
        without row 2 of the table 'price'
        '21' instead of '20' in row 2 of the table 'price'
        without row 3 of the table 'price'
        '31' instead of '30' in row 3 of the table 'price'
        '4' instead of '3' up to '5', each one more, in the table 'price'
        """)
  }

  @Test("a bound that moves leaves every case its row, a row that goes does not")
  func edits() throws {
    let file = SourceFile(name: "shop.yaml", text: Self.text)
    let (sound, mistakes) = DefinitionLoader().load(file, parts: Self.prices)
    #expect(sound != nil, "\(mistakes.map(\.message))")
    var finder = SlipFinder()
    var refused: [String] = []
    for slip in finder.find(in: file) {
      let bytes = try #require(Mend(slip.edits).applied(to: file), "\(slip.sentence)")
      #expect(bytes != file.bytes, "\(slip.sentence)")
      let changed = SourceFile(name: file.name, bytes: bytes)
      if DefinitionLoader().load(changed, parts: Self.prices).definition == nil {
        refused.append(slip.sentence)
      }
    }
    #expect(
      refused == [
        "without row 1 of the table 'fee'", "without row 2 of the table 'fee'",
        "without row 3 of the table 'fee'", "without row 4 of the table 'fee'",
        "without row 3 of the table 'rank'",
      ])
    refused = []
    for (path, slip) in SlipFinder.findInTables(of: file, Self.prices) {
      let table = try #require(slip.edits.first?.range.file)
      let bytes = try #require(Mend(slip.edits).applied(to: table), "\(slip.sentence)")
      let changed = PartSource([path: String(decoding: bytes, as: UTF8.self)])
      if DefinitionLoader().load(file, parts: changed).definition == nil {
        refused.append(slip.sentence)
      }
    }
    #expect(
      refused == [
        "without row 1 of the table 'price'", "without row 2 of the table 'price'",
        "without row 3 of the table 'price'",
      ])
  }
}
