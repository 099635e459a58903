/** What a test, or a file of tests, has running; it is taken down in reverse order, whatever fails on the way. */
export class Stage {
  #steps = [];

  /** The stage of one test. */
  static of(t) {
    const stage = new Stage();
    t.after(() => stage.end());
    return stage;
  }

  after(step) {
    this.#steps.push(step);
  }

  async end() {
    const errors = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }

    if (errors.length > 0) {
      throw new AggregateError(errors, errors.map((error) => error.message).join('\n'));
    }
  }
}
