package dev.unfold.worker.sequence;

import dev.unfold.worker.sequence.subword.TokenizerFile;
import dev.unfold.worker.sequence.subword.TokenizerFileReader;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The file {@code vocabulary.txt}, or {@code tokenizer.json} if tokens are subwords. The reader of
 * the first also accepts the output of editors on other systems: with a byte order mark, with
 * carriage returns before the newlines, or without the last newline.
 */
public final class VocabularyFile {
  /**
   * The maximum length of a line: every byte of a token may be escaped, and a carriage return may
   * follow.
   */
  private static final int MAX_LINE_BYTES = 2 * Vocabulary.MAX_TOKEN_BYTES + 1;

  private static final String MARK = "\uFEFF";
  private static final String NAME = "vocabulary.txt";

  private final InputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long line;

  private VocabularyFile(InputStream in) {
    this.in = in;
  }

  /**
   * Writes {@code vocabulary.txt}: UTF-8, one token per line in the order of the ids; backslash,
   * newline and carriage return are written as {@code \\}, {@code \n} and {@code \r}.
   */
  public static void write(Vocabulary vocabulary, OutputStream out) throws IOException {
    if (vocabulary.subwords().isPresent()) {
      TokenizerFile.write(vocabulary.specialTokens(), vocabulary.subwords().get(), out);
    } else {
      writeLines(vocabulary, out);
    }
  }

  private static void writeLines(Vocabulary vocabulary, OutputStream out) throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8.newEncoder()));
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      for (int i = 0; i < token.length(); i++) {
        switch (token.charAt(i)) {
          case '\\' -> writer.write("\\\\");
          case '\n' -> writer.write("\\n");
          case '\r' -> writer.write("\\r");
          default -> writer.write(token.charAt(i));
        }
      }
      writer.write('\n');
    }
    writer.flush();
  }

  /**
   * Reads the file that {@link #write} writes. Line 2 shows whether there is a boundary.
   *
   * @throws VocabularyFormatException if the file is not a valid vocabulary
   * @throws IOException if it cannot be read
   */
  public static Vocabulary read(InputStream in) throws IOException {
    return new VocabularyFile(new BufferedInputStream(in)).read();
  }

  /** Returns the name of the file of a vocabulary. */
  public static String nameFor(Unit unit) {
    return unit == Unit.SUBWORD ? TokenizerFile.NAME : NAME;
  }

  /**
   * Reads the file that {@link #write} writes.
   *
   * @param unit the unit of a token
   * @param withBoundary whether the text has documents, if tokens are subwords
   * @throws VocabularyFormatException if the file is not a valid vocabulary
   * @throws dev.unfold.worker.sequence.subword.TokenizerFormatException if it is not one of
   *     subwords
   * @throws IOException if it cannot be read
   */
  public static Vocabulary read(Unit unit, boolean withBoundary, InputStream in)
      throws IOException {
    return unit == Unit.SUBWORD
        ? Vocabulary.of(TokenizerFileReader.read(in), withBoundary)
        : read(in);
  }

  /** Returns the SHA-256 of the file, in hexadecimal digits. */
  public static String sha256(Vocabulary vocabulary) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        write(vocabulary, out);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("a digest in memory cannot fail", e);
    }
  }

  private Vocabulary read() throws IOException {
    String first = nextToken();
    if (!Vocabulary.UNKNOWN.equals(first)) {
      String actual = first == null ? "nothing" : "\"" + first + "\"";
      throw new VocabularyFormatException(
          1, "expected " + Vocabulary.UNKNOWN + ", found " + actual);
    }
    boolean withBoundary = false;
    List<String> tokens = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String token = nextToken(); token != null; token = nextToken()) {
      if (line == 2 && token.equals(Vocabulary.BOUNDARY)) {
        withBoundary = true;
      } else if (Vocabulary.isSpecial(token)) {
        throw new VocabularyFormatException(line, token + " is out of its place");
      } else if (!seen.add(token)) {
        throw new VocabularyFormatException(line, "\"" + token + "\" occurs twice");
      } else {
        tokens.add(token);
      }
    }
    return Vocabulary.of(tokens, withBoundary);
  }

  /** Returns the next token, or null at the end of the file. */
  private String nextToken() throws IOException {
    line++;
    bytes.reset();
    int value = in.read();
    if (value < 0) {
      return null;
    }
    for (; value >= 0 && value != '\n'; value = in.read()) {
      if (bytes.size() == MAX_LINE_BYTES) {
        throw new VocabularyFormatException(line, "longer than " + MAX_LINE_BYTES + " bytes");
      }
      bytes.write(value);
    }
    String text = decode();
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    text = line == 1 && text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    String token = unescape(text);
    if (token.isEmpty()) {
      throw new VocabularyFormatException(line, "expected a token, found an empty line: remove it");
    }
    if (token.getBytes(StandardCharsets.UTF_8).length > Vocabulary.MAX_TOKEN_BYTES) {
      throw new VocabularyFormatException(
          line, "a token longer than " + Vocabulary.MAX_TOKEN_BYTES + " bytes");
    }
    return token;
  }

  private String decode() throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new VocabularyFormatException(line, "invalid UTF-8: convert the file to UTF-8");
    }
  }

  private String unescape(String text) throws IOException {
    if (text.indexOf('\r') >= 0) {
      throw new VocabularyFormatException(line, "a carriage return that is not escaped");
    }
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder token = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '\\') {
        i++;
        next = unescaped(i < text.length() ? text.charAt(i) : ' ');
      }
      token.append(next);
    }
    return token.toString();
  }

  private char unescaped(char escaped) throws IOException {
    return switch (escaped) {
      case '\\' -> '\\';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default ->
          throw new VocabularyFormatException(
              line, "after a backslash expected \\, n or r, found '" + escaped + "'");
    };
  }
}
