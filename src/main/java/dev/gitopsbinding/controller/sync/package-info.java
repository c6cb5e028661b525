/** The sync loop, and what carries out its plans. */
@NullMarked
package dev.gitopsbinding.controller.sync;

import org.jspecify.annotations.NullMarked;
