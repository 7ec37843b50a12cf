package dev.unfold.driver.storage;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a commit: name, size and SHA-256 of each, a line a file, and last the SHA-256 of the
 * lines before, so that a torn manifest is not taken for a short one.
 */
record CommitManifest(SortedMap<String, Entry> entries) {
  static final String NAME = "manifest.sha256";
  private static final int MAXIMUM_BYTES = 1 << 20;
  private static final int LONGEST_QUOTE = 160;

  /** Every file system has names of 60 characters, whatever they are. */
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64})  ([0-9]{1,18})  (?!\\.{1,2}$)([^/\\p{Cntrl}]{1,60})");

  private static final Pattern END = Pattern.compile("([0-9a-f]{64})  end");

  /** Size in bytes and SHA-256 of a file. */
  record Entry(long size, String sha256) {}

  byte[] encode() {
    StringBuilder lines = new StringBuilder();
    entries.forEach(
        (name, entry) ->
            lines
                .append(entry.sha256())
                .append("  ")
                .append(entry.size())
                .append("  ")
                .append(name)
                .append('\n'));
    String body = lines.toString();
    return (body + Sha256.of(body) + "  end\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws CorruptCommitException if the manifest is missing, torn or damaged
   */
  static CommitManifest read(CommitFolder folder) throws IOException {
    FileEntry found = folder.find(NAME).orElse(null);
    if (found == null) {
      boolean missing = folder.list().isEmpty();
      throw new CorruptCommitException(
          ErrorKind.CONFIGURATION,
          folder
              + " cannot be used: "
              + (missing
                  ? "it does not exist or is empty"
                  : "it has no " + NAME + ", so it was not written whole"));
    }
    if (found.folder() || found.size() > MAXIMUM_BYTES) {
      throw corrupt(folder, NAME + " is not a manifest: " + found.size() + " bytes");
    }
    try (InputStream in = folder.read(NAME)) {
      return decode(folder, in.readNBytes(MAXIMUM_BYTES));
    }
  }

  private static CommitManifest decode(CommitFolder folder, byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(text.lines().toList());
    String last = lines.isEmpty() ? "" : lines.remove(lines.size() - 1);
    Matcher end = END.matcher(last);
    String body = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    if (!end.matches() || !end.group(1).equals(Sha256.of(body))) {
      throw corrupt(folder, NAME + " is torn or damaged");
    }
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || entries.containsKey(matcher.group(3))) {
        String found = line.substring(0, Math.min(line.length(), LONGEST_QUOTE));
        throw corrupt(folder, NAME + " has an invalid line or a duplicate name: " + found);
      }
      entries.put(matcher.group(3), new Entry(Long.parseLong(matcher.group(2)), matcher.group(1)));
    }
    return new CommitManifest(entries);
  }

  /**
   * Compares every file with its entry, sizes first.
   *
   * @throws CorruptCommitException naming the first that differs
   */
  void verify(CommitFolder folder) throws IOException {
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      String name = each.getKey();
      long size =
          folder
              .find(name)
              .filter(found -> !found.folder())
              .orElseThrow(() -> corrupt(folder, name + " is missing"))
              .size();
      if (size != each.getValue().size()) {
        throw corrupt(folder, name + " has " + size + " bytes, expected " + each.getValue().size());
      }
    }
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      try (InputStream in = folder.read(each.getKey())) {
        String found = Sha256.of(in);
        if (!found.equals(each.getValue().sha256())) {
          throw corrupt(
              folder,
              each.getKey() + " has SHA-256 " + found + ", expected " + each.getValue().sha256());
        }
      }
    }
  }

  private static CorruptCommitException corrupt(CommitFolder folder, String reason) {
    return new CorruptCommitException(folder + " cannot be used: " + reason);
  }
}
