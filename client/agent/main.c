/* main.c - duban-agent. */
int main(void)
{
        return 0;
}
