/** The fact finder for bindings that follow other bindings. */
@NullMarked
package dev.gitopsbinding.controller.sync.promotion;

import org.jspecify.annotations.NullMarked;
