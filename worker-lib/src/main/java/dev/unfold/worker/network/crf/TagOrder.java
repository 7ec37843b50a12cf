package dev.unfold.worker.network.crf;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The tags that may follow each other in the order in which a network reads them.
 *
 * <p>In BIO, a phrase begins with B and continues with I of the same type. In BIOES, a phrase of
 * one step is S, and a longer one begins with B, continues with I and ends with E of the same type.
 * Outside of phrases is O.
 */
final class TagOrder {
  private final List<Tag> tags;
  private final TagScheme scheme;
  private final boolean reversed;

  /**
   * A tag such as B-NP.
   *
   * @param position B, I, E, S or O
   * @param type the text after the hyphen
   */
  private record Tag(char position, String type) {
    static final Tag OUTSIDE = new Tag('O', "");

    static Tag of(String name) {
      boolean typed = name.length() == 1 || (name.length() > 1 && name.charAt(1) == '-');
      return name.equals("O") || !typed
          ? OUTSIDE
          : new Tag(name.charAt(0), name.substring(Math.min(name.length(), 2)));
    }

    boolean isInside() {
      return position == 'I' || position == 'E';
    }

    boolean isOpen() {
      return position == 'B' || position == 'I';
    }
  }

  private TagOrder(List<Tag> tags, TagScheme scheme, boolean reversed) {
    this.tags = tags;
    this.scheme = scheme;
    this.reversed = reversed;
  }

  /** Returns the order in which each tag may follow each. */
  static TagOrder any() {
    return new TagOrder(List.of(), TagScheme.NONE, false);
  }

  /**
   * Returns the order of a scheme.
   *
   * @param names the names of the tags by id
   * @param reversed whether the last tag of a sequence is read first
   * @throws InvalidSettingException if these are no tags of the scheme, or if no sequence of them,
   *     or none with a phrase, is in order
   */
  static TagOrder of(TagScheme scheme, List<String> names, boolean reversed) {
    if (scheme == TagScheme.NONE) {
      return any();
    }
    names.forEach(name -> requireTag(scheme, name));
    TagOrder order = new TagOrder(names.stream().map(Tag::of).toList(), scheme, reversed);
    order.requireSequences(names);
    return order;
  }

  private static void requireTag(TagScheme scheme, String name) {
    String positions = scheme == TagScheme.BIO ? "BI" : "BIES";
    boolean known =
        name.equals("O")
            || (!name.isEmpty()
                && positions.indexOf(name.charAt(0)) >= 0
                && (name.length() == 1 || name.charAt(1) == '-'));
    InvalidSettingException.require(
        known,
        "network.output.kind",
        "crf for tags other than O and "
            + String.join(", ", positions.split(""))
            + " with a hyphen and a type, such as "
            + name,
        "crf-" + scheme.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Requires some sequence and, if there are tags of phrases, some phrase; a tag without a
   * successor, or that is never reached, may exist.
   */
  private void requireSequences(List<String> names) {
    requireThat(
        anyTag(tag -> mayStart(tag) && mayEnd(tag) && may(tag, tag)),
        "crf where no tag can be that of a whole sequence, such as O",
        names);
    String complete =
        scheme == TagScheme.BIO
            ? "crf where no tag starts with B, so that no phrase could be predicted"
            : "crf or crf-bio where no type has S, or B and E, so that no phrase could be"
                + " predicted";
    requireThat(
        tags.stream().allMatch(Tag.OUTSIDE::equals) || anyTag(this::isFirstOfAPhrase),
        complete,
        names);
  }

  private void requireThat(boolean condition, String expected, List<String> names) {
    InvalidSettingException.require(
        condition,
        "network.output.kind",
        expected + ": the tags are " + String.join(", ", names),
        "crf-" + scheme.name().toLowerCase(Locale.ROOT));
  }

  /** Returns whether there is a phrase that starts with a tag and is complete. */
  private boolean isFirstOfAPhrase(int tag) {
    return !tags.get(tag).equals(Tag.OUTSIDE)
        && mayStart(tag)
        && (mayEnd(tag)
            || anyTag(last -> tags.get(last).isInside() && may(tag, last) && mayEnd(last)));
  }

  private boolean anyTag(IntPredicate condition) {
    return IntStream.range(0, tags.size()).anyMatch(condition);
  }

  /** Returns whether the sequence that is read may start with a tag. */
  boolean starts(int tag) {
    return reversed ? mayEnd(tag) : mayStart(tag);
  }

  /** Returns whether the sequence that is read may end with a tag. */
  boolean ends(int tag) {
    return reversed ? mayStart(tag) : mayEnd(tag);
  }

  /** Returns whether a tag may be read after another one. */
  boolean follows(int before, int tag) {
    return reversed ? may(tag, before) : may(before, tag);
  }

  private boolean mayStart(int tag) {
    return scheme == TagScheme.NONE || !tags.get(tag).isInside();
  }

  private boolean mayEnd(int tag) {
    return scheme != TagScheme.BIOES || !tags.get(tag).isOpen();
  }

  /** Returns whether a tag may come after another one in the sequence. */
  private boolean may(int earlier, int later) {
    if (scheme == TagScheme.NONE) {
      return true;
    }
    Tag before = tags.get(earlier);
    Tag after = tags.get(later);
    boolean continued = before.isOpen() && before.type().equals(after.type());
    return after.isInside() ? continued : scheme == TagScheme.BIO || !before.isOpen();
  }
}
