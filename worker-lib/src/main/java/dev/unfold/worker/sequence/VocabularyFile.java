package dev.unfold.worker.sequence;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The file {@code vocabulary.txt}. */
final class VocabularyFile {
  /** Every byte of a token may be escaped. */
  private static final int MAXIMUM_LINE_BYTES = 2 * Vocabulary.MAXIMUM_TOKEN_BYTES;

  private final InputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long line;

  private VocabularyFile(InputStream in) {
    this.in = in;
  }

  static void write(String[] tokens, OutputStream out) throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8.newEncoder()));
    for (String token : tokens) {
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

  static Vocabulary read(InputStream in) throws IOException {
    return new VocabularyFile(new BufferedInputStream(in)).read();
  }

  private Vocabulary read() throws IOException {
    if (!Vocabulary.UNKNOWN.equals(nextToken())) {
      throw new VocabularyFormatException(1, "expected " + Vocabulary.UNKNOWN);
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

  /** Null at the end of the file. */
  private String nextToken() throws IOException {
    line++;
    bytes.reset();
    for (int value = in.read(); value != '\n'; value = in.read()) {
      if (value < 0 && bytes.size() == 0) {
        return null;
      }
      if (value < 0) {
        throw new VocabularyFormatException(line, "the file ends inside the line");
      }
      if (bytes.size() == MAXIMUM_LINE_BYTES) {
        throw new VocabularyFormatException(line, "longer than " + MAXIMUM_LINE_BYTES + " bytes");
      }
      bytes.write(value);
    }
    String token = unescape(decode());
    if (token.isEmpty()) {
      throw new VocabularyFormatException(line, "an empty token");
    }
    if (token.getBytes(StandardCharsets.UTF_8).length > Vocabulary.MAXIMUM_TOKEN_BYTES) {
      throw new VocabularyFormatException(
          line, "a token longer than " + Vocabulary.MAXIMUM_TOKEN_BYTES + " bytes");
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
      throw new VocabularyFormatException(line, "invalid UTF-8");
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

  private char unescaped(char letter) throws IOException {
    return switch (letter) {
      case '\\' -> '\\';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default ->
          throw new VocabularyFormatException(
              line, "after a backslash expected \\, n or r, found '" + letter + "'");
    };
  }
}
