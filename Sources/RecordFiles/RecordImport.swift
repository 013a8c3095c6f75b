package import WorkflowEngine
package import WorkflowStore

/// A row that was not taken, and why.
package struct RowProblem: Equatable {
  package var line: Int
  package var reason: String
  /// How many rows it is about.
  package var rows = 1
  /// What the rows cannot be read without.
  package var lack: CellForm.Lack?

  package init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }

  /// The reason with what makes the rows readable.
  package var words: String {
    switch lack {
    case .decimalComma: "\(reason): --decimal comma reads commas before decimals"
    case .dateOrder: "\(reason): --dates dmy, mdy or ymd says the order"
    case nil: reason
    }
  }
}

/// A record that stands against a rule of its definition.
package struct InvariantBreach {
  package let invariant: String
  package let type: String
  package let id: String
}

/// Takes the rows of a file into a store and keeps account of the bad ones.
package struct RecordImport {
  private let translator: RowTranslator
  private let options: ImportOptions
  /// Told how many rows were handed to the store, once in a while.
  private let progress: (Int) -> Void
  /// Whether the work is to end at the next row.
  private let shouldStop: () -> Bool
  package private(set) var problems: [RowProblem] = []
  /// The line of each row that was handed to the store.
  private var lines: [Int32] = []
  /// Where problems stand that are about a field, whatever the row.
  private var placesByField: [String: Int] = [:]

  /// The reading stops when this many rows are bad.
  package static let mostProblems = 1_000_000
  private static let rowsPerProgress = 1000

  package init(
    translator: RowTranslator, options: ImportOptions,
    progress: @escaping (Int) -> Void = { _ in }, shouldStop: @escaping () -> Bool = { false }
  ) {
    self.translator = translator
    self.options = options
    self.progress = progress
    self.shouldStop = shouldStop
  }

  /// All or nothing was asked for, and a row is bad.
  private struct Spoiled: Error {}

  package mutating func run(
    _ reader: inout AnyRecordReader, into store: any RecordStore
  ) throws -> ImportReport {
    do {
      let report = try store.importRecords(options) { try nextRow(&reader) }
      problems += report.issues.map { issue in
        RowProblem(line: Int(lines[issue.row - 1]), reason: issue.description)
      }
      problems.sort { $0.line < $1.line }
      return report
    } catch is Spoiled {
      return ImportReport()
    }
  }

  private mutating func nextRow(_ reader: inout AnyRecordReader) throws -> ImportRow? {
    while problems.count < Self.mostProblems, !shouldStop(), let row = try reader.next() {
      switch row {
      case .problem(let line, let reason):
        problems.append(RowProblem(line: line, reason: reason))
      case .record(let record):
        do throws(RowTranslator.Mistake) {
          let translated = try translator.translate(record)
          lines.append(Int32(clamping: record.line))
          if lines.count % Self.rowsPerProgress == 0 { progress(lines.count) }
          return translated
        } catch {
          note(error, of: record)
        }
      }
    }
    if options.isAtomic, !problems.isEmpty || shouldStop() { throw Spoiled() }
    return nil
  }
}

extension RecordImport {
  /// What is wrong with a field is said once: at the heading, or at the first row.
  private mutating func note(_ mistake: RowTranslator.Mistake, of record: RawRecord) {
    guard let field = mistake.field else {
      problems.append(RowProblem(line: record.line, reason: mistake.reason))
      return
    }
    if let place = placesByField[field] {
      problems[place].rows += 1
      return
    }
    placesByField[field] = problems.count
    var problem = RowProblem(line: record.heading ?? record.line, reason: mistake.reason)
    problem.lack = mistake.lack
    problems.append(problem)
  }
}

extension RecordStore {
  /// The records that stand against an invariant which holds all the time.
  package func brokenInvariants(
    of definition: WorkflowDefinition, actor: Actor, at: Int64
  ) throws -> [InvariantBreach] {
    let types = Set(definition.invariants.filter(\.during.isEmpty).map(\.recordType))
    if types.isEmpty { return [] }
    let interpreter = Interpreter(definition)
    return try read { view in
      types.sorted().flatMap { type in
        view.snapshot.all(type: type).flatMap { record in
          interpreter.brokenInvariants(view.snapshot, record, actor: actor, now: at).map {
            InvariantBreach(
              invariant: $0.name, type: definition.recordTypes[type].name,
              id: view.snapshot.id(of: record))
          }
        }
      }
    }
  }
}
