/**
 * The model store: numbered versions, and numbered promotions that say which of them is the
 * champion.
 */
package dev.unfold.driver.store;
