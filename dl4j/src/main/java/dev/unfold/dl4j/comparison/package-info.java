/** The same network on the same text through DL4J's own training on Spark and through Unfold's. */
package dev.unfold.dl4j.comparison;
