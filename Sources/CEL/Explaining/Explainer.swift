/// Finds the smallest parts of a condition that decided it.
struct Explainer {
  let program: Program
  let frame: Frame

  var tree: SyntaxTree { program.checked.tree }

  func explain() -> Explanation {
    let truth = truth(tree.root)
    return Explanation(truth: truth, facts: facts(tree.root, deciding: truth))
  }

  private func truth(_ id: Int) -> Truth { program.planned[id]?.truth(frame) ?? .cannotTell }

  /// The parts of a node that made it come out so. `truth` is the node's own.
  private func facts(_ id: Int, deciding truth: Truth) -> [Explanation.Fact] {
    switch tree.nodes[id].kind {
    case .logical(let isAnd, let operands):
      let truths = operands.map { self.truth($0) }
      // Where one operand decides, those that cannot be told matter too: they may fail next.
      let decisive: Truth = isAnd ? .no : .yes
      return zip(operands, truths).flatMap { operand, own -> [Explanation.Fact] in
        let matters =
          switch truth {
          case .cannotTell: own == .cannotTell
          case decisive: own == decisive || (own == .cannotTell && isAnd)
          default: true
          }
        return matters ? facts(operand, deciding: own) : []
      }
    case .not(let operand):
      return facts(operand, deciding: truth.inverse).map { fact in
        if fact.range == tree.nodes[operand].range { return self.fact(id, truth) }
        return fact
      }
    case .conditional(let condition, let yes, let no):
      let chosen = self.truth(condition)
      let judged = facts(condition, deciding: chosen)
      switch chosen {
      case .yes: return judged + facts(yes, deciding: truth)
      case .no: return judged + facts(no, deciding: truth)
      case .cannotTell: return judged
      }
    case .comprehension(let macro): return quantified(id, macro, truth)
    case .literal, .fraction, .name, .select, .index, .call, .negate, .binary, .list, .map,
      .has, .invalid:
      return [fact(id, truth)]
    }
  }

  /// The elements that decided `all()` or `exists()`.
  private func quantified(
    _ id: Int, _ macro: SyntaxTree.Comprehension, _ truth: Truth
  ) -> [Explanation.Fact] {
    guard macro.form == .all || macro.form == .exists, macro.secondVariable == nil,
      case .locals(let index, let isRecord) = program.checked.parts[id].meaning,
      truth != (macro.form == .all ? .yes : .no),
      let source = program.planned[macro.source],
      case .list(let elements) = source.value(frame)
    else { return [fact(id, truth)] }
    var all: [Explanation.Fact] = []
    for element in elements where all.count < Explainer.factLimit {
      if isRecord {
        frame.running.localWords[frame.running.localBase + index] = element.scalar
      } else {
        frame.running.locals[frame.running.localBase + index] = element
      }
      let own = self.truth(macro.body)
      if own == truth || own == .cannotTell { all += facts(macro.body, deciding: own) }
      if macro.form == .exists, own == .yes { break }
    }
    return all.isEmpty ? [fact(id, truth)] : all
  }

  /// Facts that one condition reports at most.
  private static let factLimit = 100

  private func fact(_ id: Int, _ truth: Truth) -> Explanation.Fact {
    let range = tree.nodes[id].range
    var problem: String?
    if truth == .cannotTell {
      problem = program.planned[id]?.condition(frame).problem ?? "it cannot be told"
    }
    return Explanation.Fact(
      range: range, text: tree.source(range), truth: truth, reads: reads(id), problem: problem)
  }

  // MARK: Readings

  /// What a part reads: variables, and members of records.
  func reads(_ id: Int) -> [Explanation.Read] {
    var found: [Explanation.Read] = []
    collect(id, &found)
    return found
  }

  private func collect(_ id: Int, _ found: inout [Explanation.Read]) {
    guard found.count < Explainer.factLimit else { return }
    if let read = read(id) {
      if !found.contains(where: { $0.path == read.path && $0.record == read.record }) {
        found.append(read)
      }
      return
    }
    switch tree.nodes[id].kind {
    // Of a table, the entry that counted is told, and what it was found by.
    case .index(let table, let key, _) where isVariable(table):
      found.append(
        Explanation.Read(
          path: tree.source(tree.nodes[id].range), record: nil, recordType: nil,
          name: tree.source(tree.nodes[table].range),
          value: program.planned[id]?.value(frame) ?? .null))
      collect(key, &found)
    // The elements' own readings are told only where they decide.
    case .comprehension(let macro): collect(macro.source, &found)
    case .literal, .fraction, .name, .select, .index, .call, .negate, .not, .binary, .logical,
      .conditional, .list, .map, .has, .invalid:
      for child in tree.children(id) { collect(child, &found) }
    }
  }

  private func isVariable(_ id: Int) -> Bool {
    if case .variable = program.checked.parts[id].meaning { true } else { false }
  }

  /// The reading that a name or a path of names is.
  private func read(_ id: Int) -> Explanation.Read? {
    let path = tree.source(tree.nodes[id].range)
    switch program.checked.parts[id].meaning {
    case .variable(let number):
      let variable = program.checked.variables[number]
      let value = variable.constant ?? program.planned[id]?.value(frame) ?? .null
      return Explanation.Read(
        path: path, record: nil, recordType: nil, name: variable.name, value: value)
    case .receiverMember(let place):
      guard let slot = program.checked.receiver?.slot else { return nil }
      var record: RecordHandle?
      if frame.slots.indices.contains(slot), case .record(let handle) = frame.slots[slot] {
        record = handle
      }
      return memberRead(id, path: path, record: record, place)
    case .member(let place):
      guard case .select(let select) = tree.nodes[id].kind else { return nil }
      var record: RecordHandle?
      if case .record(let handle)? = program.planned[select.operand]?.value(frame) {
        record = handle
      }
      var name = path
      if select.isTest {
        name = tree.source(tree.nodes[select.operand].range) + "." + select.field
      }
      return memberRead(id, path: name, record: record, place)
    case .local(_, let isRecord):
      guard let value = program.planned[id]?.value(frame) else { return nil }
      return Explanation.Read(
        path: path, record: nil, recordType: nil, name: path,
        value: isRecord ? value : value)
    case .listMember(let place):
      return Explanation.Read(
        path: path, record: nil, recordType: place.type,
        name: program.checked.member(place).name,
        value: program.planned[id]?.value(frame) ?? .null)
    case .function(let function, _): return aggregateRead(id, function, path: path)
    case .none, .constant, .locals, .undeclared: return nil
    }
  }

  /// A count or sum stands for the many values it was made of.
  private func aggregateRead(
    _ id: Int, _ function: Function, path: String
  ) -> Explanation.Read? {
    guard function.isTold, let value = program.planned[id]?.value(frame), !value.isError,
      program.planned[id]?.constant == nil
    else { return nil }
    return Explanation.Read(
      path: path, record: nil, recordType: nil, name: path, value: value)
  }

  private func memberRead(
    _ id: Int, path: String, record: RecordHandle?, _ place: CheckedExpression.MemberPlace
  ) -> Explanation.Read {
    let declared = program.checked.member(place)
    var node = program.planned[id]
    if let test = node as? NullTestNode { node = test.operand }
    return Explanation.Read(
      path: path, record: record, recordType: place.type, name: declared.name,
      value: unconverted(node)?.value(frame) ?? .null)
  }

  /// The value as it was read, before it was made to fit its place.
  private func unconverted(_ node: Node?) -> Node? {
    switch node {
    case let node as DecimalConversionNode: node.operand
    case let node as ChoiceTextNode: node.operand
    case let node as RecordTextNode: node.operand
    case let node as StartOfDayNode: node.operand
    default: node
    }
  }
}
