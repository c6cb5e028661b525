/** Finds bindings by what their specs name, and lets them wake each other. */
@NullMarked
package dev.gitopsbinding.controller.index;

import org.jspecify.annotations.NullMarked;
