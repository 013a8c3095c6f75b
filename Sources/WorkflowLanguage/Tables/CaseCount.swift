/// How many cases there are: a whole number of any size.
struct CaseCount: Equatable {
  /// The lowest first; the highest is not 0.
  private var digits: [UInt64]

  init(_ number: Int) { digits = number == 0 ? [] : [UInt64(number)] }

  mutating func multiply(by factor: Int) {
    if factor == 0 { digits = [] }
    var carry: UInt64 = 0
    for place in digits.indices {
      let product = digits[place].multipliedFullWidth(by: UInt64(factor))
      let (sum, overflow) = product.low.addingReportingOverflow(carry)
      digits[place] = sum
      carry = product.high + (overflow ? 1 : 0)
    }
    if carry > 0 { digits.append(carry) }
  }

  mutating func add(_ other: CaseCount) {
    var carry: UInt64 = 0
    for place in 0..<max(digits.count, other.digits.count) {
      let addend = place < other.digits.count ? other.digits[place] : 0
      if place == digits.count { digits.append(0) }
      let (first, overflow) = digits[place].addingReportingOverflow(addend)
      let (sum, again) = first.addingReportingOverflow(carry)
      digits[place] = sum
      carry = (overflow ? 1 : 0) + (again ? 1 : 0)
    }
    if carry > 0 { digits.append(carry) }
  }
}
