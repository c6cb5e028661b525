/** The sync loop, and a fact finder for each question. */
@NullMarked
package dev.gitopsbinding.controller.sync;

import org.jspecify.annotations.NullMarked;
