package dev.unfold.driver.retraining;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.Promotion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The history of the versions of a store. */
public final class StoreHistory {
  private final ModelStore store;
  private final RetrainingJournal journal;

  public StoreHistory(ModelStore store) {
    this.store = store;
    journal = new RetrainingJournal(store);
  }

  /**
   * A summary of a version.
   *
   * @param champion whether it is the champion
   * @param verdict promote, refuse, undecided, or damaged if the decision is not readable
   * @param reason the reason of the verdict
   */
  public record Version(long number, boolean champion, String verdict, String reason) {}

  /** Returns the versions that are kept, ascending. */
  public List<Version> versions() throws IOException {
    long champion = store.champion().map(current -> current.promotion().version()).orElse(0L);
    List<Version> versions = new ArrayList<>();
    for (long number : store.versions()) {
      Optional<RetrainingDecision> decision = journal.decision(number);
      String fallback = journal.isDecided(number) ? "damaged" : "undecided";
      versions.add(
          new Version(
              number,
              number == champion,
              decision
                  .map(decided -> decided.verdict().name().toLowerCase(Locale.ROOT))
                  .orElse(fallback),
              decision.map(RetrainingDecision::reason).orElse("")));
    }
    return versions;
  }

  /** Returns all information on a version as it is written to JSON. */
  public Map<String, Object> describe(long number) throws IOException {
    ModelFolder version = store.open(number);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", number);
    all.put("path", version.path());
    List<Promotion> promotions =
        store.promotions().stream().filter(promotion -> promotion.version() == number).toList();
    all.put("promotions", promotions);
    all.put("decisions", journal.decision(number).map(List::of).orElse(List.of()));
    all.put("metrics", version.metrics());
    all.put("provenance", version.provenance());
    return all;
  }
}
