import Glibc

func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The largest amount of memory the process held.
func peakKilobytes() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss
}

/// The memory the process holds now, in bytes.
func residentBytes() -> Int {
  let fields = String(decoding: readFile("/proc/self/statm"), as: UTF8.self).split(separator: " ")
  guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
  return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
}

/// The bytes of a file, or the end of the process with a sentence.
func readFile(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else {
    complain("cannot read \(path)\n")
    exit(1)
  }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&block, 1, block.count, file)
    if count == 0 { return bytes }
    bytes.append(contentsOf: block[0..<count])
  }
}

/// Writes to standard error.
func complain(_ sentence: String) {
  var sentence = sentence
  sentence.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
