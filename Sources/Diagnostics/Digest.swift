/// SHA-256 (FIPS 180-4): the same for the same bytes, and for no others that anybody can find.
package enum Digest {
  /// The digest of a file and its parts, in their order.
  package static func hexadecimal(of bytes: [UInt8], and parts: [SourceFile]) -> String {
    if parts.isEmpty { return hexadecimal(of: bytes) }
    let digests = [hexadecimal(of: bytes)] + parts.map { hexadecimal(of: $0.bytes) }
    return hexadecimal(of: Array(digests.joined(separator: "\n").utf8))
  }

  package static func hexadecimal(of bytes: [UInt8]) -> String {
    var state = initial
    var schedule = [UInt32](repeating: 0, count: 64)
    let tail = padding(count: bytes.count, of: bytes)
    constants.withUnsafeBufferPointer { constants in
      schedule.withUnsafeMutableBufferPointer { schedule in
        bytes.withUnsafeBufferPointer { bytes in
          for start in stride(from: 0, to: bytes.count / 64 * 64, by: 64) {
            mix(bytes, start, &state, schedule, constants)
          }
        }
        tail.withUnsafeBufferPointer { tail in
          for start in stride(from: 0, to: tail.count, by: 64) {
            mix(tail, start, &state, schedule, constants)
          }
        }
      }
    }
    let digits = Array("0123456789abcdef")
    return String(
      state.flatMap { word in
        stride(from: 28, through: 0, by: -4).map { digits[Int(word >> UInt32($0) & 15)] }
      })
  }

  /// What does not fill a block, a one, zeros, and the length in bits.
  private static func padding(count: Int, of bytes: [UInt8]) -> [UInt8] {
    var tail = Array(bytes[(count / 64 * 64)...])
    tail.append(0x80)
    while tail.count % 64 != 56 { tail.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: (count &* 8) >> shift))
    }
    return tail
  }

  private static func mix(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ state: inout [UInt32],
    _ schedule: UnsafeMutableBufferPointer<UInt32>, _ constants: UnsafeBufferPointer<UInt32>
  ) {
    let block = UnsafeRawBufferPointer(bytes)
    for index in 0..<16 {
      schedule[index] = UInt32(
        bigEndian: block.loadUnaligned(fromByteOffset: start &+ 4 &* index, as: UInt32.self))
    }
    for index in 16..<64 {
      let (a, b) = (schedule[index &- 15], schedule[index &- 2])
      schedule[index] =
        schedule[index &- 16] &+ schedule[index &- 7]
        &+ (rotate(a, 7) ^ rotate(a, 18) ^ a &>> 3) &+ (rotate(b, 17) ^ rotate(b, 19) ^ b &>> 10)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    var index = 0
    while index < 64 {
      // Eight rounds, after which each word stands in its own place again.
      round(a, b, c, &d, e, f, g, &h, schedule[index] &+ constants[index])
      round(h, a, b, &c, d, e, f, &g, schedule[index &+ 1] &+ constants[index &+ 1])
      round(g, h, a, &b, c, d, e, &f, schedule[index &+ 2] &+ constants[index &+ 2])
      round(f, g, h, &a, b, c, d, &e, schedule[index &+ 3] &+ constants[index &+ 3])
      round(e, f, g, &h, a, b, c, &d, schedule[index &+ 4] &+ constants[index &+ 4])
      round(d, e, f, &g, h, a, b, &c, schedule[index &+ 5] &+ constants[index &+ 5])
      round(c, d, e, &f, g, h, a, &b, schedule[index &+ 6] &+ constants[index &+ 6])
      round(b, c, d, &e, f, g, h, &a, schedule[index &+ 7] &+ constants[index &+ 7])
      index &+= 8
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
    _ g: UInt32, _ h: inout UInt32, _ input: UInt32
  ) {
    let first =
      h &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ (e & f ^ ~e & g) &+ input
    let second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ (a & b ^ a & c ^ b & c)
    d = d &+ first
    h = first &+ second
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  private static let initial: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
