package dev.unfold.worker.sequence.subword;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Joins the bytes of subwords to text. A character whose bytes are in several subwords is returned
 * with the last of them; bytes that are not UTF-8 become U+FFFD. It is for one thread at a time.
 */
public final class Detokenizer {
  private final SubwordModel model;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer pending = ByteBuffer.allocate(0);

  /** Creates a detokenizer at the start of a text. */
  public Detokenizer(SubwordModel model) {
    this.model = model;
  }

  /** Returns the text that a further subword completes. */
  public String next(int piece) {
    byte[] bytes = model.bytes(piece);
    ByteBuffer in = ByteBuffer.allocate(pending.remaining() + bytes.length);
    in.put(pending).put(bytes).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining());
    decoder.reset().decode(in, out, false);
    pending = in;
    return out.flip().toString();
  }

  /** Returns what is left at the end of a text: U+FFFD if a character is incomplete. */
  public String end() {
    boolean incomplete = pending.hasRemaining();
    pending = ByteBuffer.allocate(0);
    return incomplete ? "\uFFFD" : "";
  }
}
