package dev.unfold.worker.sequence.subword;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.unfold.worker.json.PlainJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Reads {@code tokenizer.json}, the file of Hugging Face's {@code tokenizers}: byte-pair encoding
 * of bytes as of GPT-2, or a unigram model of them, with a {@code ByteLevel} pre-tokenizer and
 * without a normalizer. Any other part is refused by its name, because leaving it out would change
 * the tokens of a text.
 *
 * <p>Special tokens are left out: text never has them, whatever it says. A post-processor, which
 * only adds them around a text, is ignored.
 */
public final class TokenizerFileReader {
  /** The maximum size of a file, which is far above all real files and bounds memory. */
  private static final int MAX_BYTES = 128 << 20;

  private static final Set<String> OWN = Set.of("<unk>", "<doc>");
  private static final String NEWLINES = "Split at \"\\n\" with the behavior MergedWithPrevious";

  private TokenizerFileReader() {}

  /**
   * Reads a file to its end.
   *
   * @throws TokenizerFormatException if it is damaged or has a part that is not supported
   * @throws IOException if it cannot be read
   */
  public static SubwordModel read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new TokenizerFormatException(
          "a tokenizer of at most " + MAX_BYTES + " bytes", "a larger one");
    }
    try {
      return of(PlainJson.parse(PlainJson.decode(bytes)));
    } catch (CharacterCodingException e) {
      throw new TokenizerFormatException("UTF-8", "other bytes");
    } catch (JsonProcessingException e) {
      throw new TokenizerFormatException("JSON", e.getOriginalMessage());
    }
  }

  /**
   * Reads a tokenizer that is a part of another file.
   *
   * @param json its content, as {@link PlainJson} has it
   * @throws TokenizerFormatException if it is damaged or has a part that is not supported
   */
  public static SubwordModel of(Object json) throws TokenizerFormatException {
    TokenizerPart root = TokenizerPart.root(json);
    for (String part : List.of("truncation", "padding", "normalizer")) {
      root.requireNone(part);
    }
    requirePreTokenizer(root.part("pre_tokenizer"));
    root.part("decoder").requireType("ByteLevel");
    try {
      return model(root.part("model"), specialTokens(root));
    } catch (IllegalArgumentException e) {
      throw new TokenizerFormatException(
          "a token for each byte, each token once, and merges of known tokens", e.getMessage());
    }
  }

  private static void requirePreTokenizer(TokenizerPart preTokenizer)
      throws TokenizerFormatException {
    TokenizerPart last = preTokenizer;
    if (preTokenizer.type().equals("Sequence")) {
      List<TokenizerPart> parts = preTokenizer.parts("pretokenizers");
      if (parts.size() != 2 || !isNewlineSplit(parts.get(0))) {
        throw new TokenizerFormatException(
            preTokenizer.name() + " ByteLevel, or a Sequence of " + NEWLINES + " and ByteLevel",
            "a Sequence of " + parts.stream().map(TokenizerPart::described).toList());
      }
      last = parts.get(1);
    }
    last.requireType("ByteLevel");
    last.requireFlag("add_prefix_space", false);
    last.requireFlag("use_regex", true);
  }

  private static boolean isNewlineSplit(TokenizerPart split) {
    return split.described().equals("Split")
        && split.get("pattern") instanceof Map<?, ?> pattern
        && "\n".equals(pattern.get("String"))
        && "MergedWithPrevious".equals(split.get("behavior"))
        && !Boolean.TRUE.equals(split.get("invert"));
  }

  /** Returns the names of the added tokens, all of which must be special. */
  private static Set<String> specialTokens(TokenizerPart root) throws TokenizerFormatException {
    Set<String> names = new HashSet<>(OWN);
    if (root.get("added_tokens") == null) {
      return names;
    }
    for (TokenizerPart token : root.parts("added_tokens")) {
      String name = token.text("content");
      if (!Boolean.TRUE.equals(token.get("special"))) {
        throw new TokenizerFormatException(
            "added_tokens that are special", "the token \"" + name + "\", which is not");
      }
      names.add(name);
    }
    return names;
  }

  private static SubwordModel model(TokenizerPart model, Set<String> special)
      throws TokenizerFormatException {
    if (model.type().equals("Unigram")) {
      return unigrams(model, special);
    }
    model.requireType("BPE");
    for (String part : List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
      model.requireNone(part);
    }
    model.requireFlag("ignore_merges", false);
    return BytePairModel.of(pieces(model, special), merges(model));
  }

  private static SubwordModel unigrams(TokenizerPart model, Set<String> special)
      throws TokenizerFormatException {
    if (!(model.get("vocab") instanceof List<?> all)) {
      throw new TokenizerFormatException("a list of tokens and scores as model.vocab", "none");
    }
    List<String> pieces = new ArrayList<>(all.size());
    DoubleStream.Builder scores = DoubleStream.builder();
    for (Object entry : all) {
      if (!(entry instanceof List<?> pair)
          || pair.size() != 2
          || !(pair.get(0) instanceof String piece)
          || !(pair.get(1) instanceof Number score)) {
        throw new TokenizerFormatException(
            "a token and its score in each of model.vocab", "" + entry);
      }
      if (!special.contains(piece)) {
        pieces.add(piece);
        scores.add(score.doubleValue());
      }
    }
    return UnigramModel.of(pieces, scores.build().toArray());
  }

  private static List<String> pieces(TokenizerPart model, Set<String> special)
      throws TokenizerFormatException {
    if (!(model.get("vocab") instanceof Map<?, ?> vocabulary)) {
      throw new TokenizerFormatException("model.vocab with the id of each token", "none");
    }
    List<Map.Entry<?, ?>> entries = new ArrayList<>(vocabulary.entrySet());
    for (Map.Entry<?, ?> entry : entries) {
      if (!(entry.getValue() instanceof Integer id) || id < 0) {
        throw new TokenizerFormatException(
            "whole numbers of at least 0 as ids in model.vocab",
            entry.getValue() + " for \"" + entry.getKey() + "\"");
      }
    }
    entries.sort(Comparator.comparing(entry -> (Integer) entry.getValue()));
    return entries.stream()
        .map(entry -> (String) entry.getKey())
        .filter(token -> !special.contains(token))
        .toList();
  }

  private static List<BytePairModel.Merge> merges(TokenizerPart model)
      throws TokenizerFormatException {
    if (!(model.get("merges") instanceof List<?> all)) {
      throw new TokenizerFormatException("a list of pairs as model.merges", "none");
    }
    List<BytePairModel.Merge> merges = new ArrayList<>(all.size());
    for (Object merge : all) {
      List<?> pair = merge instanceof String text ? List.of(text.split(" ", -1)) : null;
      pair = merge instanceof List<?> list ? list : pair;
      if (pair == null
          || pair.size() != 2
          || !(pair.get(0) instanceof String left)
          || !(pair.get(1) instanceof String right)) {
        throw new TokenizerFormatException("two tokens in each of model.merges", "" + merge);
      }
      merges.add(new BytePairModel.Merge(left, right));
    }
    return merges;
  }
}
