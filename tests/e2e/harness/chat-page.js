/** The console's chat as a person uses it: what can be done, by the names that things have on the page. */
export class ChatPage {
  constructor(page, server) {
    this.page = page;
    this.server = server;
  }

  /** A page of a browser's own, at the address where a conversation begins, or in one. */
  static async open(stage, browser, server, path = '/', options = {}) {
    const chat = new ChatPage(await browser.open(stage, server.url + path, options), server);
    await chat.field.waitFor();
    return chat;
  }

  get field() {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  get log() {
    return this.page.getByRole('log', { name: 'Conversation' });
  }

  get sessionId() {
    return new URL(this.page.url()).pathname.split('/').at(-1);
  }

  /** Types a text and sends it. */
  async send(text) {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Begins a conversation with an agent. */
  async begin(text, agent = 'Alice') {
    await this.page.locator('label', { has: this.page.getByRole('radio', { name: new RegExp(agent) }) }).click();
    await this.send(text);
    await this.page.waitForURL(/\/sessions\//);
    await this.log.waitFor();
  }

  /** Waits until the page shows that so many turns have ended. */
  untilEnded(count) {
    return this.ends.nth(count - 1).waitFor();
  }

  /** What stands below each turn that has ended. */
  get ends() {
    return this.log.getByRole('group', { name: 'End of the turn' });
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  said(text) {
    return this.log.getByText(text);
  }

  /** What is said in the conversation, message by message. */
  messages() {
    return this.log.getByRole('article').allInnerTexts();
  }

  /** Chooses what becomes of a message while the agent is at work. */
  async choosePolicy(name) {
    await this.page.getByRole('combobox', { name: 'While the agent is at work' }).click();
    await this.page.getByRole('option', { name: new RegExp(name) }).click();
  }
}
