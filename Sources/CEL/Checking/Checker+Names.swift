extension Checker {
  mutating func checkName(_ id: Int, _ name: String, isRooted: Bool) {
    if !isRooted, let local = locals.last(where: { $0.name == name }) {
      result.parts[id].meaning = .local(local.index, isRecord: local.type.isRecord)
      return set(id, local.type, nullable: local.isNullable)
    }
    if resolve(id, name, isRooted: isRooted) { return }
    set(id, .error)
    result.parts[id].meaning = .undeclared(name)
    reportUnknownName(id, name)
  }

  /// Gives a name or a dotted chain of names the meaning of what it names.
  private mutating func resolve(_ id: Int, _ name: String, isRooted: Bool) -> Bool {
    if isRooted || names.scope.environment.container.isEmpty {
      return resolveWhole(id, name, isRooted: isRooted)
    }
    return candidates(name, isRooted: false).contains {
      resolveWhole(id, $0, isRooted: false)
    }
  }

  private mutating func resolveWhole(_ id: Int, _ name: String, isRooted: Bool) -> Bool {
    if let variable = names.variable(name) {
      result.parts[id].meaning = .variable(result.use(variable))
      set(id, variable.type, nullable: variable.nullable || variable.type.isNullable)
      return true
    }
    if isWorkflow, !isRooted, let (_, type) = names.receiverVariable,
      let member = names.scope.member(name, of: type)
    {
      let place = CheckedExpression.MemberPlace(type: type, member: member)
      result.parts[id].meaning = .receiverMember(place)
      setMember(id, place)
      return true
    }
    if let type = Checker.typeNames[name] {
      result.parts[id].meaning = .constant(.type(Checker.canonicalTypeName(name)))
      set(id, .type(type))
      return true
    }
    return false
  }

  /// CEL spec, "Name Resolution": the longest container first, then the shorter ones.
  func candidates(_ name: String, isRooted: Bool) -> [String] {
    var container = names.scope.environment.container
    if isRooted || container.isEmpty { return [name] }
    var all = [container + "." + name]
    while let point = container.lastIndex(of: ".") {
      container = String(container[..<point])
      all.append(container + "." + name)
    }
    return all + [name]
  }

  private static let typeNames: [String: CELType] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string,
    "bytes": .bytes, "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null,
    "type": .type(.dyn), "google.protobuf.Timestamp": .timestamp,
    "google.protobuf.Duration": .duration, "optional_type": .optional(.dyn),
  ]

  private static func canonicalTypeName(_ name: String) -> String { name }

  /// Types a name that stands for a member of a record.
  mutating func setMember(_ id: Int, _ place: CheckedExpression.MemberPlace) {
    result.read(place)
    switch schema.recordTypes[place.type].members[place.member].kind {
    case .field(_, let fieldType, let isNullable):
      set(id, fieldType, nullable: isNullable || fieldType.isNullable)
    case .set(_, let element): set(id, .list(.record(element)))
    }
  }

  // MARK: Selection

  mutating func checkSelect(_ id: Int, _ select: SyntaxTree.Select) {
    if !select.isTest, !select.isOptional, let (name, isRooted) = qualifiedName(id),
      resolve(id, name, isRooted: isRooted)
    {
      return
    }
    if isChecking, let (name, _) = qualifiedName(id), reportUnknownPart(id, name) {
      return set(id, .error)
    }
    if !names.scope.memberHeads.isEmpty, let joined = joinedSelect(select) {
      result.tree.nodes[id].kind = joined
      return check(id)
    }
    check(select.operand)
    let operand = unifier.substitute(type(select.operand))
    let field = selectField(id, select, of: operand)
    if select.isTest { return set(id, .bool) }
    if select.isOptional, field != .error {
      if case .optional = field { return set(id, field) }
      return set(id, .optional(field))
    }
    if result.parts[id].type == .dyn { set(id, field) }
  }

  /// A member with a dotted name as the one name that it is: `entered.status`, of the receiver or
  /// behind a path; nil where the two parts mean something each.
  private mutating func joinedSelect(_ select: SyntaxTree.Select) -> SyntaxTree.Kind? {
    guard !select.isTest, !select.isOptional else { return nil }
    switch tree.nodes[select.operand].kind {
    case .name(let head, isRooted: false):
      guard names.scope.memberHeads.contains(head), names.variable(head) == nil,
        !locals.contains(where: { $0.name == head }), let (_, type) = names.receiverVariable,
        names.scope.member(head, of: type) == nil
      else { return nil }
      let name = "\(head).\(select.field)"
      return names.scope.member(name, of: type).map { _ in .name(name, isRooted: false) }
    case .select(let inner):
      guard names.scope.memberHeads.contains(inner.field), !inner.isTest, !inner.isOptional else {
        return nil
      }
      let name = "\(inner.field).\(select.field)"
      var probe = self
      probe.check(inner.operand)
      var operand = probe.unifier.substitute(probe.type(inner.operand))
      if case .list(let element) = operand { operand = element }
      guard case .record(let type) = operand.withoutNull,
        names.scope.member(inner.field, of: type) == nil,
        names.scope.member(name, of: type) != nil
      else { return nil }
      var joined = select
      joined.operand = inner.operand
      joined.field = name
      joined.fieldPlace = .init(
        inner.fieldPlace.range.lowerBound..<select.fieldPlace.range.upperBound)
      return .select(joined)
    default: return nil
    }
  }

  private mutating func selectField(
    _ id: Int, _ select: SyntaxTree.Select, of operand: CELType
  ) -> CELType {
    switch operand {
    case .record(let type):
      guard let member = names.scope.member(select.field, of: type) else {
        reportUnknownField(select, of: type)
        set(id, .error)
        return .error
      }
      let place = CheckedExpression.MemberPlace(type: type, member: member)
      result.parts[id].meaning = .member(place)
      setMember(id, place)
      return result.parts[id].isNullable ? .nullable(self.type(id)) : self.type(id)
    case .list(let element):
      if case .record(let type) = element.withoutNull, isWorkflow {
        return selectFromList(id, select, of: type)
      }
    case .map(_, let value): return value
    case .dyn, .error: return operand
    case .parameter(_): return .dyn
    case .optional(let inner):
      let field = selectField(id, select, of: inner)
      if field == .error { return .error }
      set(id, .optional(field))
      return .optional(field)
    default: break
    }
    guard isChecking else { return .dyn }
    report(
      "unknown-field", select.fieldRange,
      "\(describe(select.operand)) is \(operand.phrase(in: schema)) and has no fields",
      help: selectHelp(select, operand))
    set(id, .error)
    return .error
  }

  private func selectHelp(_ select: SyntaxTree.Select, _ operand: CELType) -> String? {
    let text = tree.source(tree.nodes[select.operand].range)
    switch (operand, select.field) {
    case (.list, "length"), (.string, "length"), (.list, "count"), (.list, "size"),
      (.string, "size"):
      return "write size(\(text))"
    case (.date, "year"), (.date, "month"), (.date, "day"), (.date, "weekday"):
      return "write \(select.field)(\(text))"
    default: return nil
    }
  }

  /// The member of every record of a list, as a list; sets in it become one.
  private mutating func selectFromList(
    _ id: Int, _ select: SyntaxTree.Select, of type: Int
  ) -> CELType {
    guard let member = names.scope.member(select.field, of: type) else {
      reportUnknownField(select, of: type)
      set(id, .error)
      return .error
    }
    let place = CheckedExpression.MemberPlace(type: type, member: member)
    result.read(place)
    result.parts[id].meaning = .listMember(place)
    let list: CELType
    switch schema.recordTypes[type].members[member].kind {
    case .field(_, let fieldType, let isNullable):
      list = .list(isNullable ? .nullable(fieldType.withoutNull) : fieldType)
    case .set(_, let element): list = .list(.record(element))
    }
    set(id, list)
    return list
  }

  /// `a.b.c` where it may be one dotted name.
  func qualifiedName(_ id: Int) -> (name: String, isRooted: Bool)? {
    var parts: [String] = []
    var current = id
    while true {
      switch tree.nodes[current].kind {
      case .select(let select):
        guard !select.isTest, !select.isOptional else { return nil }
        parts.append(select.field)
        current = select.operand
      case .name(let head, let isRooted):
        if !isRooted, locals.contains(where: { $0.name == head }) { return nil }
        let isPossible =
          names.mayBeDotted(head) || head == "google"
          || !names.scope.environment.container.isEmpty
        guard isPossible else { return nil }
        var name = head
        for part in parts.reversed() { name += "." + part }
        return (name, isRooted)
      default: return nil
      }
    }
  }

  // MARK: Mistakes

  private mutating func reportUnknownField(_ select: SyntaxTree.Select, of type: Int) {
    guard isChecking else { return }
    if case .list = unifier.substitute(self.type(select.operand)),
      ["count", "size", "length"].contains(select.field)
    {
      return report(
        "unknown-field", select.fieldRange,
        "\(schema.recordName(type)) has no field '\(select.field)'",
        help: "write count(\(source(select.operand)))")
    }
    let members = schema.recordTypes[type].members.map(\.name)
    let close = closestName(to: select.field, in: members)
    report(
      "unknown-field", select.fieldRange,
      "\(schema.recordName(type)) has no field '\(select.field)'",
      help: close.map { "did you mean \($0)?" }, replacement: close,
      notes: members.isEmpty || close != nil
        ? [] : ["\(schema.recordName(type)) has \(listing(members))"])
  }

  /// Reports `actor.name` where only other names begin with `actor.`.
  private mutating func reportUnknownPart(_ id: Int, _ name: String) -> Bool {
    guard let point = name.lastIndex(of: ".") else { return false }
    let prefix = name[...point]
    let parts = names.variableNames.filter { $0.hasPrefix(prefix) }.sorted()
    guard !parts.isEmpty, names.variable(String(prefix.dropLast())) == nil else { return false }
    if !name.hasPrefix("."), let (_, type) = names.receiverVariable,
      names.scope.member(String(prefix.dropLast()), of: type) != nil
    {
      return false
    }
    let close = closestName(to: name, in: parts)
    // The part behind the last point is marked, not the whole path.
    let range = tree.nodes[id].range
    let last = range.upperBound - name[name.index(after: point)...].utf8.count
    report(
      "unknown-name", max(range.lowerBound, last)..<range.upperBound,
      "there is no value '\(name)'", help: close.map { "did you mean \($0)?" },
      replacement: close.map { String($0.dropFirst(prefix.count)) },
      notes: close == nil ? ["there are \(listing(parts))"] : [])
    return true
  }

  /// Where a field of that name is one step away: of a loop's element or a related record.
  private func relatedPath(to name: String) -> String? {
    for local in locals.reversed() {
      if case .record(let type) = local.type, names.scope.member(name, of: type) != nil {
        return "\(local.name).\(name)"
      }
    }
    guard let (_, receiver) = names.receiverVariable else { return nil }
    for member in schema.recordTypes[receiver].members {
      if case .field(_, let fieldType, _) = member.kind,
        case .record(let type) = fieldType.withoutNull, type != receiver,
        names.scope.member(name, of: type) != nil
      {
        return "\(member.name).\(name)"
      }
    }
    return nil
  }

  private mutating func reportUnknownName(_ id: Int, _ name: String) {
    guard isChecking else { return }
    let range = tree.nodes[id].range
    let parts = names.variableNames.filter { $0.hasPrefix(name + ".") }
    if !parts.isEmpty {
      return report(
        "unknown-name", range, "'\(name)' is no value by itself",
        help: "name a part of it: \(listing(parts.sorted()))")
    }
    let literals = [
      "yes": "true", "no": "false", "none": "null", "nil": "null", "empty": "null",
      "undefined": "null",
    ]
    var known = names.variableNames + locals.map(\.name)
    if let (_, type) = names.receiverVariable {
      known += schema.recordTypes[type].members.map(\.name)
    }
    if let literal = literals[name.lowercased()] {
      return report(
        "unknown-name", range, "there is no field or value '\(name)' here",
        help: "write \(literal)", replacement: literal)
    }
    if Function.named(name) != nil, !known.contains(name) {
      return report(
        "unknown-name", range, "'\(name)' is a function and needs parentheses",
        help: "write \(name)(…)")
    }
    if let path = relatedPath(to: name) {
      return report(
        "unknown-name", range, "there is no field or value '\(name)' here",
        help: "did you mean \(path)?", replacement: path)
    }
    if let close = closestName(to: name, in: known + ["true", "false", "null"]) {
      return report(
        "unknown-name", range, "there is no field or value '\(name)' here",
        help: "did you mean \(close)?", replacement: close)
    }
    let isChoice = names.scope.choiceValues.contains { $0[name] != nil }
    report(
      "unknown-name", range, "there is no field or value '\(name)' here",
      help: isChoice ? "write \"\(name)\" in quotes" : nil,
      replacement: isChoice ? "\"\(name)\"" : nil,
      notes: known.isEmpty || isChoice ? [] : ["names here are \(listing(known))"])
  }
}

extension CELType {
  var isRecord: Bool {
    if case .record = self.withoutNull { true } else { false }
  }
}

/// Names in a row, cut where there are many.
func listing(_ names: [String]) -> String {
  names.prefix(12).joined(separator: ", ") + (names.count > 12 ? " …" : "")
}
