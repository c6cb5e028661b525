/** The sync loop, and one fact finder for each question. */
package dev.gitopsbinding.controller.sync;
