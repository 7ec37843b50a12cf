package dev.unfold.worker.file;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a commit: one line per file with name, size and SHA-256, and finally the SHA-256 of
 * the preceding lines, so that a truncated manifest is not mistaken for a short one.
 */
public record CommitManifest(SortedMap<String, Entry> entries) {
  public static final String NAME = "manifest.sha256";
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_QUOTE_LENGTH = 160;

  /** The pattern of a line; every file system supports names of 60 characters. */
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64})  ([0-9]{1,18})  (?!\\.{1,2}$)([^/\\p{Cntrl}]{1,60})");

  private static final Pattern END = Pattern.compile("([0-9a-f]{64})  end");

  /** The size in bytes and the SHA-256 of a file. */
  public record Entry(long size, String sha256) {}

  public byte[] encode() {
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
   * Reads the manifest of a folder.
   *
   * @throws IOException if it is missing, incomplete or damaged
   */
  public static CommitManifest read(CommittedFiles folder) throws IOException {
    OptionalLong size = folder.size(NAME);
    if (size.isEmpty()) {
      throw folder.unusable(
          ErrorKind.USAGE,
          folder.isEmpty()
              ? "it does not exist or is empty"
              : "it has no " + NAME + ", so it is another folder or was not written completely");
    }
    if (size.getAsLong() > MAX_BYTES) {
      throw corrupt(folder, NAME + " is not a manifest: " + size.getAsLong() + " bytes");
    }
    try (InputStream in = folder.read(NAME)) {
      return decode(folder, in.readNBytes(MAX_BYTES));
    }
  }

  private static CommitManifest decode(CommittedFiles folder, byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(text.lines().toList());
    String last = lines.isEmpty() ? "" : lines.remove(lines.size() - 1);
    Matcher end = END.matcher(last);
    String body = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    if (!end.matches() || !end.group(1).equals(Sha256.of(body))) {
      throw corrupt(folder, NAME + " is incomplete or damaged");
    }
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || entries.containsKey(matcher.group(3))) {
        String quote = line.substring(0, Math.min(line.length(), MAX_QUOTE_LENGTH));
        throw corrupt(folder, NAME + " has an invalid line or a duplicate name: " + quote);
      }
      entries.put(matcher.group(3), new Entry(Long.parseLong(matcher.group(2)), matcher.group(1)));
    }
    return new CommitManifest(entries);
  }

  /**
   * Compares every file with its entry, sizes first.
   *
   * @throws IOException naming the first file that differs
   */
  public void verify(CommittedFiles folder) throws IOException {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      String name = entry.getKey();
      OptionalLong size = folder.size(name);
      if (size.isEmpty()) {
        throw corrupt(folder, name + " is missing");
      }
      if (size.getAsLong() != entry.getValue().size()) {
        throw corrupt(
            folder,
            name + " has " + size.getAsLong() + " bytes, expected " + entry.getValue().size());
      }
    }
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      try (InputStream in = folder.read(entry.getKey())) {
        String sha256 = Sha256.of(in);
        if (!sha256.equals(entry.getValue().sha256())) {
          throw corrupt(
              folder,
              entry.getKey()
                  + " has SHA-256 "
                  + sha256
                  + ", expected "
                  + entry.getValue().sha256());
        }
      }
    }
  }

  private static IOException corrupt(CommittedFiles folder, String reason) {
    return folder.unusable(ErrorKind.DATA, reason);
  }
}
