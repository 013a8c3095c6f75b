extension Function {
  /// A function of the host's as one of the library; nil where it is only declared.
  convenience init?(ofHost function: Environment.Function) {
    guard let compute = function.compute else { return nil }
    let (takesNull, cost) = (function.takesNull, function.cost)
    self.init(
      function.name, "\(function.name)(…)", "A function of the host.",
      [
        Overload(
          parameters: function.parameters, result: function.result, isMember: function.isMember)
      ],
      traits: Traits(acceptsNull: takesNull.contains(true)),
      any: Many { call, arguments in
        for (place, argument) in arguments.enumerated() where argument.isNull {
          if !takesNull.indices.contains(place) || !takesNull[place] {
            return .failure(call.node.arguments[place].absence(call.frame))
          }
        }
        guard call.frame.charge(cost) else { return Frame.exhausted }
        return compute(arguments, call.frame.reader)
      })
  }
}
